/** Calls that come in the same moment are handed over together: requests are the cost, and many of them take more than one thing. */
import { setImmediate as turnOfTheLoop } from "node:timers/promises";

/** A call that waits for its answer. */
export interface Call<Input, Output> {
  readonly input: Input;
  readonly answer: (output: Output | Promise<Output>) => void;
  readonly refuse: (error: unknown) => void;
}

/** Resolves once everybody who is ready now had their turn. */
export type NextTurn = () => Promise<unknown>;

/**
 * A function whose calls are handed over with all others that come before the process turns to what happens next: nobody waits longer for it than for
 * what is being done already. `handOver` answers every call; what it throws refuses those that are not answered yet.
 */
export function gathered<Input, Output>(
  handOver: (calls: readonly Call<Input, Output>[]) => Promise<void>,
  nextTurn: NextTurn = turnOfTheLoop,
): (input: Input) => Promise<Output> {
  let waiting: Call<Input, Output>[] = [];
  const handAllOver = async (): Promise<void> => {
    await nextTurn();
    const calls = waiting;
    waiting = [];
    try {
      await handOver(calls);
    } catch (error) {
      for (const { refuse } of calls) refuse(error);
    }
  };
  return (input) => {
    const { promise, resolve, reject } = Promise.withResolvers<Output>();
    waiting.push({ input, answer: resolve, refuse: reject });
    if (waiting.length === 1) void handAllOver();
    return promise;
  };
}

/** A read by key: those that are asked for in the same moment are one `readAll`, each key once; undefined for what it does not find. */
export function gatheredByKey<Value>(
  readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  return gathered<string, Value | undefined>(async (calls) => {
    const found = await readAll([...new Set(calls.map(({ input }) => input))]);
    for (const { input, answer } of calls) answer(found.get(input));
  });
}

/** Consecutive items in groups of at most `most`. */
export function inGroups<Item>(items: readonly Item[], most: number): readonly Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) => items.slice(index * most, (index + 1) * most));
}
