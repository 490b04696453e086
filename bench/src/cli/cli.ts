/** How long `dr` takes until its first word: a process of its own each time, in turns with a bare Node. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { toRow, type BenchRow } from "../report.ts";

const MAIN = fileURLToPath(new URL("../../../packages/cli/src/main.ts", import.meta.url));
/** Starts in each run; the shortest counts, for everything else is somebody else's work on this machine. */
const STARTS = 5;

/** Runs the benchmark. */
export function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const turns = Array.from({ length: runs });
  const rows = (
    [
      ["dr --help", [MAIN, "--help"]],
      ["dr completion bash", [MAIN, "completion", "bash"]],
      ["a bare Node", ["--eval", ""]],
    ] as const
  ).map(([name, args]) =>
    toRow(
      name,
      "start to end",
      "ms",
      turns.map(() => Math.min(...Array.from({ length: STARTS }, () => timeOf(args)))),
    ),
  );
  return Promise.resolve({ rows, ratios: {} });
}

function timeOf(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return performance.now() - from;
}
