// Timers that the caller can replace.

/** One-shot timers; `set` returns the function that cancels. Real ones must not keep the process alive. */
export type Timers = { set(delayMs: number, run: () => void): () => void };
