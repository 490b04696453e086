/** Runs one load in a child process. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Load, LoadResult } from "./run-load.ts";

/** Below the 4 GB that the whole process may have. */
const MAX_HEAP_MIB = 3_400;

/** The result of a load. Rejects if the child ended without one. */
export async function spawnLoad(load: Load): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "child.ts"), [JSON.stringify(load)], {
    execArgv: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${MAX_HEAP_MIB}`],
    // The X-Ray library otherwise hooks every promise of the process to carry a context that nobody reads here.
    env: { ...process.env, AWS_XRAY_MANUAL_MODE: "true" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let result: LoadResult | undefined;
  child.once("message", (message) => {
    result = message as LoadResult;
    child.disconnect();
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (result === undefined) throw new Error(`the process of the load ended with ${code} and gave no result`);
  return result;
}
