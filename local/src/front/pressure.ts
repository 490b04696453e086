/** How long somebody on this machine had to wait for a processor: a part that is given none is slow and not silent. */
import { readFileSync } from "node:fs";

/** Milliseconds since the machine started in which at least one task waited for a processor (Linux, Documentation/accounting/psi.rst: `some`, `total` in microseconds); 0 where the kernel does not tell. */
export function starvedMs(): number {
  try {
    return starvedIn(readFileSync("/proc/pressure/cpu", "utf8"));
  } catch {
    return 0;
  }
}

/** The same from the text of the kernel. */
export function starvedIn(text: string): number {
  return Number(/^some .*\btotal=(\d+)$/m.exec(text)?.[1] ?? 0) / 1_000;
}
