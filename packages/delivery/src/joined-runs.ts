/** Work that many ask for at once and that is done once for all of them. */

/** Does the work of a key, for all that was asked for. */
export type JoinedRun<Wish> = (key: string, wishes: readonly Wish[]) => Promise<void>;

interface Waiting<Wish> {
  readonly wishes: Wish[];
  readonly done: Promise<void>;
}

/**
 * Resolves (or fails) with a run that began after this call and got its wish: what was written before the call is seen by that run. While one is at work, all
 * that is asked for waits for the next one together. Keys do not wait for each other.
 */
export function createJoinedRuns<Wish>(run: JoinedRun<Wish>): (key: string, wish: Wish) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Waiting<Wish>>();

  const begin = (key: string, before: Promise<void>): Waiting<Wish> => {
    const wishes: Wish[] = [];
    const work = async (): Promise<void> => {
      // How the one before ended is for those who asked for it.
      await before.catch(() => undefined);
      waiting.delete(key);
      await run(key, wishes);
    };
    const done = work().finally(() => {
      if (running.get(key) === done) running.delete(key);
    });
    running.set(key, done);
    return { wishes, done };
  };

  return (key, wish) => {
    let next = waiting.get(key);
    if (!next) {
      // Even alone it waits a moment for those who ask in the same breath.
      next = begin(key, running.get(key) ?? Promise.resolve());
      waiting.set(key, next);
    }
    next.wishes.push(wish);
    return next.done;
  };
}
