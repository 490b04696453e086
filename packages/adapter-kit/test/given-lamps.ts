/** Given lamps: a run of the operation `switch_on`, or of another one. */
import type { TaskResult } from "@dr/events";
import { createHarness, type FaultPlan, type Harness } from "../src/testing/index.ts";
import { copyingLamps, createFakeLamps, type LampClients } from "./lamp.ts";

type Lamps = Parameters<typeof createFakeLamps>[0];

/** What is not as usual. */
export interface Given {
  readonly operation?: string;
  readonly executionType?: "drill" | "recovery";
  readonly config?: Record<string, unknown>;
  readonly faults?: FaultPlan;
  readonly timeScale?: number;
  readonly crashAtGate?: number | undefined;
}

/** A run of lamps. */
export function given(
  lamps: Lamps,
  { operation = "switch_on", executionType = "recovery", config = {}, faults, timeScale, crashAtGate }: Given = {},
): Harness<LampClients> {
  const scenario = {
    name: "given",
    operation,
    executionType,
    config,
    resources: { lamps: Object.keys(lamps) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeLamps>[1]) => createFakeLamps(lamps, clock),
  };
  const subject = { adapter: copyingLamps, mutations: ["toggle", "stop"], scenarios: [scenario], invalidResources: {} };
  return createHarness(subject, scenario, {
    ...(faults ? { faults } : {}),
    ...(timeScale === undefined ? {} : { timeScale }),
    ...(crashAtGate === undefined ? {} : { crashAtGate }),
  });
}

/** The last fact: how an operation ended. */
export const closing = (run: Harness<LampClients>) =>
  run.facts().at(-1)!.data as { failure?: { code: string; retryable: boolean; details: Record<string, unknown> }; result: TaskResult };
