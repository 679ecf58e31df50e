/** What has to differ: whose run it was, how long it took and what it cost, where it lies. */
const OWN: readonly (readonly [RegExp, string])[] = [
  [/\d{8}T\d{6}-[0-9a-f]{10}/g, 'RUN'],
  [/ --env [a-z]+/g, ''],
  [/ in [\d.]+ s;/g, ';'],
  [/, \d+ ms/g, ''],
  [/, [\d.]+ USD of at most [\d.]+/g, ''],
  [/^(published data ).*$/g, '$1'],
  [/\d+ (rules? more not asked)/g, '$1'],
];

/**
 * Lines of `sluice show` without that, and without rules that were not asked: a day that the footers reject is asked for
 * nothing more, and those of two engines tell different things.
 */
export const sameWords = (shown: string): readonly string[] =>
  shown
    .split('\n')
    .filter((line) => !/: the partition is rejected without reading it$|^ +\? .*not asked: /.test(line))
    .map((line) => OWN.reduce((text, [own, instead]) => text.replaceAll(own, instead), line));
