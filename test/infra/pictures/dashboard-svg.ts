interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** Of CloudWatch's grid. */
const CELL = 36;
const COLOURS = ['#1f77b4', '#d62728', '#2ca02c', '#ff7f0e', '#9467bd'];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a dashboard shows and where, as its template has it; the curves are for the eye. */
export function dashboardSvg(title: string, widgets: readonly Widget[]): string {
  const width = 24 * CELL;
  const height = Math.max(...widgets.map((w) => (w.y + w.height) * CELL)) + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<title>Dashboards: ${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#f6f8fa"/>`,
    `<text x="12" y="26" font-size="16" fill="#24292f">${escaped(title)}</text>`,
    ...widgets.flatMap(widgetSvg),
    '</svg>\n',
  ].join('\n');
}

function widgetSvg({ x, y, width, height, properties }: Widget): readonly string[] {
  const [left, top, w, h] = [x * CELL + 5, y * CELL + 40 + 5, width * CELL - 10, height * CELL - 10];
  const names = (properties.metrics ?? []).map(nameOf);
  const rows = Math.ceil(names.length / 2);
  return [
    `<rect x="${left}" y="${top}" width="${w}" height="${h}" rx="5" fill="white" stroke="#d0d7de"/>`,
    `<text x="${left + 12}" y="${top + 22}" font-size="12" font-weight="bold" fill="#24292f">${escaped(properties.title ?? '')}</text>`,
    `<path d="M${left + 14} ${top + 34}v${h - 58 - 16 * rows}h${w - 28}" fill="none" stroke="#d0d7de"/>`,
    ...names.flatMap((name, i) => {
      const colour = COLOURS[i % COLOURS.length];
      const at = left + 14 + ((i % 2) * (w - 28)) / 2;
      const line = top + h - 12 - 16 * (rows - 1 - Math.floor(i / 2));
      return [
        `<polyline points="${curve({ left: left + 14, top: top + 40, width: w - 28, height: h - 68 - 16 * rows }, i)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
        `<rect x="${at}" y="${line - 9}" width="10" height="10" fill="${colour}"/>`,
        `<text x="${at + 14}" y="${line}" font-size="10" fill="#57606a">${escaped(name)}</text>`,
      ];
    }),
  ];
}

function nameOf(metric: readonly unknown[]): string {
  const last = metric.at(-1);
  const label = typeof last === 'object' && last !== null && 'label' in last ? last.label : undefined;
  return String(label ?? metric[1]);
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The same whenever it is drawn. */
function curve({ left, top, width, height }: Area, index: number): string {
  const points = Array.from({ length: 25 }, (_, i) => {
    const wave = Math.sin(i * (0.7 + index * 0.3) + index * 2) * 0.12;
    const level = 0.25 + index * 0.22;
    return `${Math.round(left + (width * i) / 24)},${Math.round(top + height * Math.min(0.97, level + wave))}`;
  });
  return points.join(' ');
}
