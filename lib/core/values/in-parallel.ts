/** Applies `act` to all items, at most `limit` at a time; results in the order of the items; the first failure is thrown. */
export async function inParallel<T, R>(
  items: readonly T[],
  act: (item: T, index: number) => Promise<R>,
  limit = 16,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await act(item, i);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
