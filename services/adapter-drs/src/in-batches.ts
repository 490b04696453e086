/** A bounded number of reads at a time: a job has up to 100 servers, and DRS throttles. */
const AT_A_TIME = 10;

/** Results in the order of the items. */
export async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_A_TIME) {
    results.push(...(await Promise.all(items.slice(from, from + AT_A_TIME).map(work))));
  }
  return results;
}
