/** plans/whole-stack.yaml with us-east-1 lost, killed at a chosen point and started again: how it ended, and every effect that the estate saw. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { SpawnedRuntime } from "@dr/local";
import { loseRegion } from "../../support/lose-region.ts";
import {
  appliedEffects,
  createDataFolder,
  failuresOf,
  savePlan,
  startExecution,
  startRuntime,
  untilStatus,
} from "../../support/runtime.ts";
import { waitFor } from "../../support/wait-for.ts";

const text = readFileSync(join(import.meta.dirname, "../../../plans/whole-stack.yaml"), "utf8");
/** At this speed the seconds of a restart are a quarter of an hour, by which the copies of a lost Region age: its limits are a day. */
const plan: unknown = parse(text.replaceAll(/(Threshold): \d+m/g, "$1: 24h"));
const SPEED = ["--speed", "60"];
/** A task that fell silent is found by its heartbeat: real minutes. */
const SECOND_LIFE_MS = 420_000;

/** How it ended, what failed, the effects by action and first resource, sorted, and how many events its log has. */
export interface Told {
  readonly status: string;
  readonly failures: readonly string[];
  readonly effects: readonly string[];
  readonly events: number;
}

/** How many there are; undefined while the runtime does not answer: on a busy machine its database falls silent for seconds. */
const eventsAfter = async (runtime: SpawnedRuntime, executionId: string, after: number): Promise<number | undefined> => {
  const path = `/api/v1/executions/${executionId}/events?after=${after}`;
  const { status, body } = await runtime.as("DROperator")<{ events: unknown[] }>({ method: "GET", path });
  return status === 200 ? body.events.length : undefined;
};

/** Runs the plan; with `killAfter` the process dies once that many events are in the log, and another takes over. */
export async function runWholeStack(killAfter?: number): Promise<Told> {
  const data = createDataFolder();
  let runtime = await startRuntime(data.path, SPEED);
  try {
    await savePlan(runtime.as("DRPlanManager"), plan);
    await loseRegion(runtime.ready.endpoint, "us-east-1", ["ssm"]);
    const body = { planId: "whole-stack", executionType: "recovery", mode: "unplanned" };
    const executionId = await startExecution(runtime.as("DROperator"), body);
    if (killAfter !== undefined) {
      const there = async () => (((await eventsAfter(runtime, executionId, killAfter - 1)) ?? 0) > 0 ? true : undefined);
      await waitFor(`event ${killAfter}`, there, { everyMs: 10, timeoutMs: 240_000 });
      await runtime.kill();
      runtime = await startRuntime(data.path, SPEED);
    }
    const ended = await untilStatus(runtime.as("DROperator"), executionId, ["completed", "failed", "paused", "cancelled"], SECOND_LIFE_MS);
    const effects = await appliedEffects(runtime.ready.endpoint);
    return {
      status: ended.status,
      failures: failuresOf(ended),
      // Secrets are put by the runtime itself, each time that it comes up.
      effects: effects
        .filter(({ action }) => action !== "PutSecretValue")
        .map(({ action, resources }) => `${action} ${resources[0] ?? ""}`)
        .toSorted(),
      events: await waitFor("the events", () => eventsAfter(runtime, executionId, 0), { everyMs: 500 }),
    };
  } finally {
    await runtime.stop();
    data.remove();
  }
}

/** So many points, evenly over an execution of that many events, none of them its end. */
export function pointsOf(events: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.max(1, Math.floor(((index + 1) * events) / (count + 1))));
}
