/** Effects on many resources by one request, while each resource keeps its own step, outcome and retry. */
import type { Answers, Batch, Effect } from "./operation.ts";

/** An effect on one resource that is done in batches where the kit has several. */
export function inBatches<Context, Pre, Handle>(batch: Batch<Context, Pre, Handle>): Effect<Context, Pre, Handle> {
  const only = <Answer>(answers: Answers<Answer>, target: string): Answer => {
    const answer = answers.get(target);
    if (answer === undefined) throw new Error(`no answer for ${target}`);
    return answer;
  };
  return {
    batch,
    prepare: async (context, target) => only(await batch.prepare([{ context, target }]), target),
    act: (context, target, pre) => batch.act([{ context, target, pre }]),
    poll: async (context, target, pre, handle) => only(await batch.poll([{ context, target, pre, handle }]), target),
    discover: async (context, target, pre) => only(await batch.discover([{ context, target, pre, group: target }]), target),
  };
}

/** What became of one call. */
export type Settled<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** Requests of one worker to a service at the same time: services throttle, and 600 records are not read at once. */
const AT_ONCE = 10;

/** Runs `work` for each item, a bounded number at a time; results in the order of the items. */
export async function boundedAll<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = Array.from({ length: items.length });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  return results;
}

/** Asks about all items: in one call if the effect knows batches, one by one otherwise. An error is an answer, too. */
export async function askAll<Item extends { readonly target: string }, Answer>(
  items: readonly Item[],
  together: ((items: readonly Item[]) => Promise<Answers<Answer>>) | undefined,
  one: (item: Item) => Promise<Answer>,
): Promise<Answers<Settled<Answer>>> {
  if (items.length === 0) return new Map();
  if (together) {
    try {
      return new Map([...(await together(items))].map(([target, answer]) => [target, { answer }]));
    } catch (error) {
      return new Map(items.map(({ target }) => [target, { error }]));
    }
  }
  const settled = await boundedAll(items, async (item): Promise<readonly [string, Settled<Answer>]> => {
    try {
      return [item.target, { answer: await one(item) }];
    } catch (error) {
      return [item.target, { error }];
    }
  });
  return new Map(settled);
}
