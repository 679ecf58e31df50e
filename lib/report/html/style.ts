/** The one style sheet: system fonts, both colour schemes, narrow screens, paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fbfbf9;--ink:#1b1c1e;--soft:#575b61;--line:#dcdcd6;--panel:#f2f2ed;--good:#24648a;--bad:#b3201a;--warn:#855300;--badbg:#fbeae7;--band:#e4eef2;--focus:#0b57d0}
@media (prefers-color-scheme:dark){:root{--bg:#141517;--ink:#e9e8e4;--soft:#a9acb1;--line:#37393d;--panel:#1d1f22;--good:#84bbd8;--bad:#ff9486;--warn:#e6ba63;--badbg:#3a1e1b;--band:#1c2a31;--focus:#8ab4f8}}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{overflow-wrap:anywhere;margin:0 auto;max-width:74rem;padding:2.5rem 1.5rem 5rem}
h1,h2{font-family:"Iowan Old Style",Charter,"Palatino Linotype",Palatino,"Source Serif 4","Source Serif Pro",Georgia,serif;font-weight:600;line-height:1.15;text-wrap:balance}
h1{font-size:clamp(2rem,5.2vw,3.4rem);margin:.35rem 0 1rem;letter-spacing:-.012em}
h2{font-size:1.6rem;margin:0 0 .35rem}
h3{font-size:1.02rem;margin:0 0 .25rem;line-height:1.35}
p{margin:.25rem 0 .9rem;max-width:46rem}
section{border-top:1px solid var(--line);margin-top:3rem;padding-top:1.6rem}
.kicker{color:var(--soft);font-size:.9rem;margin:0;letter-spacing:.01em}
.nb{white-space:nowrap}.lead{font-size:1.16rem;line-height:1.5;max-width:44rem}
.note,small{color:var(--soft);font-size:.88rem}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
code,pre,.num{font-variant-numeric:tabular-nums}
code,pre{font-family:ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
code{overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;list-style:none;margin:1.4rem 0 0;padding:0;font-size:.95rem}
.facts{display:flex;flex-wrap:wrap;gap:1rem 2.6rem;margin:1.5rem 0 0;padding:0}
.facts div{min-width:6rem}
.facts dt{color:var(--soft);font-size:.85rem}
.facts dd{margin:0;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.facts .bad dd,.t-bad{color:var(--bad)}.t-good{color:var(--good)}.t-warn,.facts .warn dd{color:var(--warn)}.t-calm{color:var(--soft)}
.tag{font-weight:600;white-space:nowrap}
figure{margin:0}
.strip{margin:2.2rem 0 0}
.strip svg{display:block;width:100%;height:44px}
.strip .fine{fill:var(--good);opacity:.5}.strip .bad{fill:var(--bad)}
.strip .marks{position:relative;height:3.5rem}
.mark{position:absolute;bottom:.1rem;transform:translateX(-50%);text-align:center;color:var(--bad);line-height:1.1;white-space:nowrap;font-size:.85rem}
.mark.end{transform:none;right:0;left:auto!important;text-align:right}.mark.start{transform:none;text-align:left}
.mark b{display:block;font-weight:600}.mark .l1{padding-bottom:.95rem}.mark i{font-style:normal;font-weight:700}
.strip figcaption{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.85rem;margin-top:.35rem}
.out{list-style:none;margin:1.2rem 0 0;padding:0;max-width:60rem}
.out>li{border-left:4px solid var(--bad);padding:.1rem 0 .1rem 1.1rem;margin:0 0 1.6rem}
.out>li.w{border-left-color:var(--warn)}
.out ul{margin:.3rem 0;padding:0;list-style:none}.out li li code{color:var(--soft);margin-left:.4rem}
.out li li{margin:.15rem 0}
.when{font-size:1.15rem}
.scroll{overflow-x:auto;margin:.8rem 0}
table{overflow-wrap:break-word;border-collapse:collapse;width:100%;font-size:.93rem}
caption{text-align:left;color:var(--soft);font-size:.88rem;padding:0 0 .45rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line)}
thead th{font-weight:600;font-size:.85rem;color:var(--soft);border-bottom:1px solid var(--soft);vertical-align:bottom}
tbody th{font-weight:400;white-space:nowrap}.rules tbody th{white-space:normal}
td.num,th.num{text-align:right}td.num+td:not(.num),th.num+th:not(.num){padding-left:1rem}
.rules th small,.rules td small{display:block}.rules tbody th{width:42%}.rules td:nth-child(2){overflow-wrap:anywhere;min-width:8rem}.rules td:last-child{white-space:nowrap}
tr.bad>*{background:var(--badbg)}
td:last-child,th:last-child{padding-right:.3rem}tr.bad>*:first-child{padding-left:.5rem}
.list td{white-space:nowrap}.null{color:var(--soft);font-style:italic}.own{font-weight:600}
td.cut{max-width:28rem;overflow-wrap:anywhere;white-space:pre-wrap}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19.5rem),1fr));gap:2rem 1.8rem;margin-top:1.4rem}
.plots figcaption{margin-bottom:.3rem;font-size:.9rem;line-height:1.4}
.plots svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
.axis{stroke:var(--line);fill:none}.band{fill:var(--band)}
.limit{stroke:var(--soft);stroke-dasharray:4 3;fill:none}text.at{fill:var(--ink);font-weight:600}
.line{stroke:var(--good);stroke-width:1.4;fill:none;stroke-linejoin:round;stroke-linecap:round}
.fails{stroke:var(--bad);stroke-width:2.4;fill:none;stroke-linecap:round}.warns{fill:var(--warn)}
text.label{fill:var(--bad);font-weight:600;paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
.other{fill:none;stroke:var(--bad);stroke-width:1}.since{stroke:var(--soft);fill:none}
.key svg{vertical-align:-2px;margin:0 .15rem 0 .8rem}
details{margin:.7rem 0;max-width:100%}
summary{cursor:pointer;padding:.15rem 0}
summary:hover{text-decoration:underline;text-underline-offset:.18em}
pre{background:var(--panel);padding:.9rem 1rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0;line-height:1.45;tab-size:2}
.pairs{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.4rem 1.6rem;margin:.8rem 0}
.pairs dt{color:var(--soft)}.pairs dd{margin:0;overflow-wrap:anywhere}
.bar{display:block;height:.55rem;background:var(--good);min-width:2px;opacity:.75}
td.wide{width:45%;vertical-align:middle}
footer{margin-top:4rem;color:var(--soft);font-size:.88rem;border-top:1px solid var(--line);padding-top:1rem}
@media (max-width:46rem){.scroll table{min-width:34rem}.scroll .rules{min-width:0}.rules thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}.rules tbody,.rules tr,.rules tbody th{display:block;width:auto!important}.rules tr{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);overflow-wrap:anywhere;gap:.1rem .8rem;border-bottom:1px solid var(--line);padding:.5rem .4rem}.rules tbody th{grid-column:1/3}.rules tbody :is(th,td){border:0;padding:.1rem 0!important;background:none}.rules tr.bad{background:var(--badbg)}.rules td:last-child{grid-column:1/3}.rules td:nth-child(n+2)::before{display:block;color:var(--soft);font-size:.8rem}.rules td:nth-child(2)::before{content:'expected'}.rules td:nth-child(3)::before{content:'measured'}.scroll .few{min-width:0}body{padding:1.4rem 1rem 3rem}.mark b{display:none}.strip .marks{height:1.2rem}.strip .key{display:none}.facts{gap:.8rem 1.6rem}.facts dd{font-size:1.35rem}.pairs{grid-template-columns:1fr;gap:0}.pairs dd{margin-bottom:.6rem}section{margin-top:2.2rem}.lead{font-size:1.05rem}}
@media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff}html{font-size:11px}body{max-width:none;padding:0}nav{display:none}section,figure,tr,.out>li{break-inside:avoid}section.long{break-inside:auto}pre{border:1px solid #bbb}.scroll{overflow:visible}}
`.trim();
