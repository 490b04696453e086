/** A fresh runtime for one measurement, with an estate fast enough to add next to nothing, and a trace of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnRuntime, type SpawnedRuntime } from "@dr/local";

/** Starts a runtime; the one of another tree has the same way to start it. */
export type Spawn = typeof spawnRuntime;

/** How it is started: `args` beside those that every measurement needs, by `spawn` (default: this tree's). */
export interface Started {
  readonly args?: readonly string[];
  readonly spawn?: Spawn;
}

/** What `use` makes of the runtime and of the path of its trace, which is whole once the runtime is stopped. Nothing of it is left behind. */
export async function onTracedRuntime<T>(
  { args = [], spawn = spawnRuntime }: Started,
  use: (runtime: SpawnedRuntime, trace: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "dr-bench-"));
  const trace = join(folder, "trace.jsonl");
  const runtime = await spawn({ args: ["--port", "0", "--data", folder, "--speed", "10000", "--trace", trace, ...args] });
  try {
    return await use(runtime, trace);
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
