/** Lengths of time as plans write them. */
import * as z from "zod";

const FACTORS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const WRITTEN = /^(\d+(?:\.\d+)?)(s|m|h|d)$/;

/** Seconds of a length of time: `5s`, `15m`, `2h`, `1d`, or a number of seconds. */
export const secondsSchema = () =>
  z
    .union([
      z.number().nonnegative(),
      z.string().regex(/^\d+(?:\.\d+)?[smhd]$/, "expected seconds, or a number with s, m, h or d, such as 15m"),
    ])
    .transform(toSeconds);

function toSeconds(written: number | string): number {
  if (typeof written === "number") return written;
  const [, amount = "", unit = ""] = WRITTEN.exec(written) ?? [];
  return Number(amount) * (FACTORS[unit] ?? Number.NaN);
}
