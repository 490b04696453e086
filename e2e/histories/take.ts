/** `pnpm histories`: runs the scenarios over the one-machine ring and keeps their exports as this version's histories. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, startRuntime } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";
import { SCENARIOS, TAKEN_OVER } from "./scenarios/index.ts";
import { begin, reaches, recorded } from "./scenarios/scenario.ts";
import { storeHistories } from "./stored.ts";
import { version } from "./version.ts";

interface Exported {
  readonly head: { readonly version: number };
  readonly checkpoints: readonly { readonly version: number }[];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The export, once the whole of it is anchored. */
function exportOf(runtime: SpawnedRuntime, executionId: string): Promise<Exported> {
  return waitFor(`checkpoints of ${executionId}`, async () => {
    const { body } = await runtime.as("DRReadOnly")<Exported>({ method: "GET", path: `/api/v1/executions/${executionId}/export` });
    return body.checkpoints.some((checkpoint) => checkpoint.version === body.head.version) ? body : undefined;
  });
}

/** The Region is lost in the middle of a wave; the next one takes the execution over. */
async function takeOver(lost: SpawnedRuntime, data: string): Promise<{ runtime: SpawnedRuntime; executionId: string }> {
  const executionId = await begin({ runtime: lost }, chainPlan("history-taken-over", 2));
  await recorded({ runtime: lost }, executionId, "TechnologyStarted");
  await lost.kill();
  rmSync(join(data, "sqs"), { recursive: true });
  const runtime = await startRuntime(data, ["--speed", "120"]);
  const body = { epoch: 1, reason: "the Region is gone" };
  const answer = await runtime.as("DRRecoveryManager")({ method: "POST", path: "/api/v1/takeover", body });
  if (answer.status >= 300) throw new Error(`the take-over was refused: ${JSON.stringify(answer.body)}`);
  await reaches({ runtime }, executionId, "completed");
  return { runtime, executionId };
}

const data = createDataFolder();
let runtime = await startRuntime(data.path, ["--speed", "120", "--max-concurrent", "1"]);
try {
  const histories = new Map<string, Exported>();
  const keep = async (name: string, executionId: string): Promise<void> => {
    const exported = await exportOf(runtime, executionId);
    histories.set(name, exported);
    say(`${name.padEnd(12)} ${exported.head.version} events`);
  };
  for (const [name, scenario] of Object.entries(SCENARIOS)) await keep(name, await scenario({ runtime }));
  const taken = await takeOver(runtime, data.path);
  runtime = taken.runtime;
  await keep(TAKEN_OVER, taken.executionId);
  const { exportKeyFile, checkpointKeyFile } = runtime.ready;
  const keys = { exports: readFileSync(exportKeyFile, "utf8"), checkpoints: readFileSync(checkpointKeyFile, "utf8") };
  say(`written to ${storeHistories(version, histories, keys)}`);
} finally {
  await runtime.stop();
  data.remove();
}
