/** Waiting for a fact over HTTP, with a deadline that names what did not come. */
import { setTimeout as sleep } from "node:timers/promises";

/** Calls `look` until it returns something; rejects after `timeoutMs` with what was awaited and the last thing seen. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { timeoutMs = 60_000, everyMs = 50, seen = (): string => "" } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(everyMs);
  }
  throw new Error(`${what} did not come within ${timeoutMs} ms. ${seen()}`);
}
