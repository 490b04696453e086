/** Runs work of the same key in order and of different keys side by side. */

/** Runs `work` after all earlier work of the same key has settled. */
export type Lanes = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Lanes of one batch. Work that fails does not stop its lane: a caller that needs this checks for itself. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const run = (tails.get(key) ?? Promise.resolve()).then(work);
    tails.set(
      key,
      run.catch(() => undefined),
    );
    return run;
  };
}
