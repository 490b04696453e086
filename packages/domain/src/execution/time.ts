/** Arithmetic on times that were passed in. All are ISO 8601 in UTC with milliseconds, so text order is time order. */

/** `iso` plus so many seconds; fractions count to the millisecond. */
export function addSeconds(iso: string, seconds: number): string {
  return addMs(iso, seconds * 1000);
}

/** `iso` plus so many milliseconds. */
export function addMs(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + Math.round(ms)).toISOString();
}

/** Milliseconds from one time to another. */
export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** True once `at` is reached; a time that is not set is never due. */
export function isDue(at: string | null, now: string): boolean {
  return at !== null && at <= now;
}

/** The earlier of two times, either of which may be unset. */
export function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** The later of two times. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** Seconds to the millisecond. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
