/** Lets the calls of workers that work at the same time go on one by one, in an order that the test chooses. */

/** Which of so many waiting calls (`0` to `waiting - 1`) goes on. */
export type Choose = (waiting: number) => number;

/** Conducts workers: each of their calls waits for its turn. */
export interface Conductor {
  /** Resolves when it is this call's turn. */
  readonly turn: () => Promise<void>;
  /** Gives one turn after the other until the work has ended. */
  readonly until: (work: Promise<unknown>) => Promise<void>;
}

/** A conductor. Between two turns everybody goes on until they wait again: nothing but calls may be waited for. */
export function createConductor(choose: Choose): Conductor {
  const waiting: (() => void)[] = [];
  return {
    turn: async () => new Promise((resolve) => waiting.push(resolve)),
    until: async (work) => {
      let isOver = false;
      const ended = work.finally(() => {
        isOver = true;
      });
      ended.catch(() => undefined);
      while (!isOver) {
        await new Promise(setImmediate);
        const [next] = waiting.splice(choose(waiting.length), 1);
        next?.();
      }
      await ended;
    },
  };
}

/** A choice for each number, the same for the same number: an order of calls that looks like chance. */
export function chooseBy(seed: number): Choose {
  let state = seed >>> 0;
  return (waiting) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * waiting);
  };
}
