/** Keeps the states of the streams used last, so that a warm process reads only what is new. */
import type { Folded } from "./fold.ts";

/** Folded states by stream. A cached state is never trusted: each use reads the tail of its stream consistently, or is proven by the append that follows. */
export interface StateCache<State> {
  readonly get: (streamId: string) => Folded<State> | undefined;
  readonly set: (streamId: string, folded: Folded<State>) => void;
  readonly delete: (streamId: string) => void;
}

/** A cache of at most `maxStreams` states (default 200) that forgets the one used longest ago. */
export function createStateCache<State>({ maxStreams = 200 }: { readonly maxStreams?: number } = {}): StateCache<State> {
  // A Map keeps the order of insertion: what is used moves to its end.
  const states = new Map<string, Folded<State>>();
  return {
    get: (streamId) => {
      const found = states.get(streamId);
      if (found === undefined) return undefined;
      states.delete(streamId);
      states.set(streamId, found);
      return found;
    },
    set: (streamId, folded) => {
      states.delete(streamId);
      states.set(streamId, folded);
      const [oldest] = states.keys();
      if (states.size > maxStreams && oldest !== undefined) states.delete(oldest);
    },
    delete: (streamId) => {
      states.delete(streamId);
    },
  };
}
