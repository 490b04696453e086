/** Answers that may be a little old: read once for however many ask, and kept for a while. */
import type { Clock } from "./clock.ts";

/** How answers are kept. */
export interface RememberOptions {
  readonly clock: Pick<Clock, "nowMs">;
  /** Age up to which an answer is given without another look. */
  readonly keepMs: number;
  /** Keys that are remembered, 100 unless told otherwise; the one read longest ago is forgotten first. */
  readonly maxKeys?: number;
  /** Where given, a read that fails is told here, and the answer before it counts as long as there is one. */
  readonly onFailure?: (error: unknown) => void;
}

/** The answer for a key ("" where there is one answer alone), at most `maxAgeMs` old: `keepMs` unless told otherwise. */
export type Remembered<T> = (key?: string, maxAgeMs?: number) => Promise<T>;

/**
 * Remembers what `read` answers. An answer is as old as the moment at which its read began; who asks during a read gets its answer, unless that read
 * takes longer than answers are kept. A read that fails is not
 * remembered: the next one who asks reads again.
 */
export function remembered<T>(
  read: (key: string) => Promise<T>,
  { clock, keepMs, maxKeys = 100, onFailure }: RememberOptions,
): Remembered<T> {
  const kept = new Map<string, { readonly atMs: number; readonly answer: Promise<T>; readonly underWay: boolean }>();
  return (key = "", maxAgeMs = keepMs) => {
    const known = kept.get(key);
    const ageMs = known ? clock.nowMs() - known.atMs : Infinity;
    // A slow read is not helped by another one beside it.
    if (known && ageMs < (known.underWay ? Math.max(keepMs, maxAgeMs) : maxAgeMs)) return known.answer;
    const answer = read(key).catch((error: unknown) => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
      if (!known || !onFailure) throw error;
      onFailure(error);
      if (!kept.has(key)) kept.set(key, known);
      return known.answer;
    });
    kept.delete(key);
    const reading = { atMs: clock.nowMs(), answer, underWay: true };
    kept.set(key, reading);
    const settled = (): void => {
      if (kept.get(key) === reading) kept.set(key, { ...reading, underWay: false });
    };
    answer.then(settled, () => undefined);
    const [oldest] = kept.keys();
    if (kept.size > maxKeys && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
