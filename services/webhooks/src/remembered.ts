/** An answer that may be a little old. */
import type { Clock } from "@dr/runtime";

/** Reads at most once per `ttlMs`. A read that fails is not remembered. */
export function remembered<T>(read: () => Promise<T>, ttlMs: number, clock: Pick<Clock, "nowMs">): () => Promise<T> {
  let known: { readonly value: T; readonly atMs: number } | undefined;
  return async () => {
    if (known && clock.nowMs() - known.atMs < ttlMs) return known.value;
    const value = await read();
    known = { value, atMs: clock.nowMs() };
    return value;
  };
}
