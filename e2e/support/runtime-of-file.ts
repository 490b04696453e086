/** One runtime for all tests of a file. */
import { afterAll, beforeAll } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { createDataFolder, startRuntime } from "./runtime.ts";

/** Starts it before the first test and stops it after the last; its data goes with it. What comes back gives the runtime, from the first test on. */
export function runtimeOfFile(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): () => SpawnedRuntime {
  const data = createDataFolder();
  let runtime: SpawnedRuntime | undefined;
  beforeAll(async () => {
    runtime = await startRuntime(data.path, args, env);
  }, 120_000);
  afterAll(async () => {
    await runtime?.stop();
    data.remove();
  });
  return () => {
    if (!runtime) throw new Error("the runtime has not started");
    return runtime;
  };
}
