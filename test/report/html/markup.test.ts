import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datum, escapeText, html, trusted } from '../../../lib/report/html/markup.ts';

test('text that is put into a template stays text', () => {
  expect(html`<p title="${'"\'<&>'}">${'<b>'}</p>`.html).toBe(
    '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;b&gt;</p>',
  );
});

test('what is markup already is not escaped again; lists are joined, nothing is nothing', () => {
  const parts = ['a', html`<i>b</i>`, null, undefined, false, 3] as const;
  expect(html`<p>${parts}</p>${trusted('<hr>')}`.html).toBe('<p>a<i>b</i>3</p><hr>');
});

test('an object that only looks like markup is a type error, a string never is markup', () => {
  expect(html`${'{"html":"<b>"}'}`.html).toBe('{&quot;html&quot;:&quot;&lt;b&gt;&quot;}');
});

test('characters that hide or reorder what stands around them are written out', () => {
  expect(escapeText('a\u202eb\u0000c\u001bd\u200be\u2066f\ufeff')).toBe(
    'a\\u202eb\\u0000c\\u001bd\\u200be\\u2066f\\ufeff',
  );
  expect(escapeText('a\nb\tc')).toBe('a\nb\tc');
  expect(escapeText('x\ud800y')).toBe('x\ufffdy');
});

test('the direction of data is its own', () => {
  expect(datum('שלום').html).toBe('<bdi>שלום</bdi>');
});

test('no text breaks out of an element or an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { html: found } = html`<p title="${text}">${text}</p>`;
      const inside = found.slice('<p title="'.length, -'</p>'.length);
      expect(inside.match(/[<>]/g)).toEqual(['>']);
      expect(inside.match(/"/g)).toHaveLength(1);
      expect(found.isWellFormed()).toBe(true);
    }),
  );
});
