/** One after the other per key, within this process. */

/** Runs `work` once all earlier work of the same key has ended, however it ended. */
export type Serial = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Commands of one stream that meet in one process queue here instead of racing for the same version: ten facts of one wave would otherwise
 * cost ten rounds of conflicts. It saves work and protects nothing; the conditional put does that.
 * The lanes of a queue's handler order one batch and know the messages' own order; here meet batches and requests that share a process: two batches of facts,
 * and requests to the API on one machine. On Lambda a process has one invocation, and this costs a promise.
 */
export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const earlier = tails.get(key) ?? Promise.resolve();
    const result = earlier.then(work);
    const tail = result
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return result;
  };
}
