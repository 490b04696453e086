/** What happened, as lines for a reader and as one number for comparing runs. */

/** Keeps the story of a run. */
export interface Trace {
  /** Adds to the story. `detail` is asked for only when somebody reads along. */
  readonly note: (what: string, detail?: () => string) => void;
  /** Hash of everything noted so far, with its times: two runs that differ anywhere differ here. */
  readonly digest: () => string;
}

/** A trace whose lines go to `write`, or nowhere. */
export function createTrace(nowMs: () => number, startMs: number, write?: (line: string) => void): Trace {
  let low = 0x811c9dc5;
  let high = 0x1234567;
  const mix = (value: number): void => {
    low = Math.imul(low ^ value, 0x01000193) >>> 0;
    high = (Math.imul(high, 31) + value + (low >>> 16)) >>> 0;
  };
  return {
    note: (what, detail) => {
      mix(Math.round((nowMs() - startMs) * 16) | 0);
      for (let index = 0; index < what.length; index += 1) mix(what.charCodeAt(index));
      if (write) write(`${stamp(nowMs() - startMs)} ${what}${detail ? ` ${detail()}` : ""}`);
    },
    digest: () => `${high.toString(16).padStart(8, "0")}${low.toString(16).padStart(8, "0")}`,
  };
}

/** Time since the start as `h:mm:ss.mmm`. */
function stamp(ms: number): string {
  const whole = Math.floor(ms);
  const pad = (value: number, digits: number): string => String(value).padStart(digits, "0");
  const seconds = Math.floor(whole / 1000);
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}.${pad(whole % 1000, 3)}`;
}
