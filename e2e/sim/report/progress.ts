/** How far a long run is, on stderr: one line that renews itself on a terminal, a line every tenth elsewhere. */
import type { Totals } from "../run/totals.ts";

/** Where progress is written. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** Tells how many of `total` seeds have run and which of them broke a rule. */
export function createProgress(total: number, output: ProgressOutput): (totals: Totals) => void {
  let done = 0;
  const broken: number[] = [];
  let tenths = 0;
  return (totals) => {
    done += totals.seeds;
    broken.push(...totals.broken.map(({ seed }) => seed));
    const which = broken.length === 0 ? "" : `: ${broken.join(", ")}`;
    const line = `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} seeds, ${broken.length} broken${which}`;
    if (output.isTTY) output.write(`\r${line}${done >= total ? "\n" : ""}`);
    else if (Math.floor((10 * done) / total) > tenths) output.write(`sim: ${line}\n`);
    tenths = Math.floor((10 * done) / total);
  };
}
