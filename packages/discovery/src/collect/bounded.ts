/** Does many things, some at a time. */

/** `work` for every item, at most `width` at once; answers in the order of the items. The first error ends it. */
export async function mapBounded<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers = Array.from<R>({ length: items.length });
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return answers;
}
