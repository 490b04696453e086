/** Processor time of a process and of those that it started, as Linux counts it. */
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of `/proc/<pid>/stat` in a second: USER_HZ, 100 on every Linux that Node runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS_PER_SECOND = 100;

interface Counted {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Seconds of user and system time that the process and its living descendants have used, with those of children that have ended. NaN without /proc. */
export function processorSeconds(pid: number): number {
  const all = readAll();
  const family = new Set([pid]);
  // A parent may stand behind its child in the list: until nobody joins.
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
  }
  const ticks = all.filter((one) => family.has(one.pid)).map((one) => one.ticks);
  return ticks.length === 0 ? Number.NaN : ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

function readAll(): readonly Counted[] {
  const pids = listOrNone("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => parseStat(readOrNone(`/proc/${pid}/stat`)) ?? []);
}

/** A line of `/proc/<pid>/stat`. The name in parentheses may hold anything, so fields are counted from its end. */
export function parseStat(line: string | undefined): Counted | undefined {
  if (line === undefined) return undefined;
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  // Fields 4 (ppid) and 14 to 17 (utime, stime, cutime, cstime) of proc(5); the first after the name is field 3.
  const field = (number: number): number => Number(fields[number - 3]);
  return { pid: Number.parseInt(line, 10), parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) };
}

function listOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process may end while the list is read. */
function readOrNone(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
