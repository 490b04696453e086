/** Whether a process is at work, as the kernel sees it: the difference between a slow one and one that is stuck. */
import { readdirSync, readFileSync } from "node:fs";

/** What the kernel says of a process. `ticks` is the processor time that it has used. */
export interface ProcessFacts {
  /** A thread runs, waits for a processor, or waits for the disk. */
  readonly isBusy: boolean;
  readonly ticks: number;
}

const BUSY = new Set(["R", "D"]);

/** Facts of a process; undefined where the kernel does not tell (another system than Linux, or the process is gone). */
export function processFacts(pid: number): ProcessFacts | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8"));
    return { isBusy: threads.some((stat) => BUSY.has(fieldsOf(stat)[0] ?? "")), ticks: ticksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) };
  } catch {
    return undefined;
  }
}

/** The fields after the name, which may hold anything (proc_pid_stat(5)): state first. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function ticksOf(stat: string): number {
  const fields = fieldsOf(stat);
  return Number(fields[11]) + Number(fields[12]);
}
