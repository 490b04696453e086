/** A runtime of its own, and how the samples talk to it: over signed HTTP alone. */
import type { SpawnedRuntime } from "@dr/local";
import { addFault, clearFaults } from "../../support/faults.ts";
import { createDataFolder, startRuntime } from "../../support/runtime.ts";

/** What an answer has that samples read. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** Any body. */
// oxlint-disable-next-line typescript/no-explicit-any -- samples compare exact values of many shapes
export type Body = any;

/** A runtime and its data folder. */
export interface TroubleWorld {
  readonly runtime: SpawnedRuntime;
  readonly ask: (method: string, path: string, body?: unknown, as?: string) => Promise<Answer>;
  readonly save: (planId: string, waves: readonly object[], more?: object) => Promise<Answer>;
  readonly start: (planId: string, more?: object) => Promise<Answer>;
  /** Makes the estate misbehave. */
  readonly spoil: (rule: object) => Promise<void>;
  readonly heal: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a world. */
export async function createTroubleWorld(args: readonly string[] = []): Promise<TroubleWorld> {
  const data = createDataFolder();
  const runtime = await startRuntime(data.path, ["--speed", "600", ...args]);
  const ask: TroubleWorld["ask"] = async (method, path, body, as = "DRRecoveryManager") => {
    const text = typeof body === "string" ? { body, contentType: "application/yaml" } : body === undefined ? {} : { body };
    const { status, body: answer } = await runtime.as(as as "DRRecoveryManager")({ method, path: `/api/v1${path}`, ...text });
    return { status, body: answer };
  };
  return {
    runtime,
    ask,
    save: (planId, waves, more = {}) => ask("POST", "/plans", { planId, name: planId, waves, ...more }),
    start: (planId, more = {}) => ask("POST", "/executions", { planId, executionType: "recovery", ...more }),
    spoil: (rule) => addFault(runtime.ready.endpoint, rule),
    heal: () => clearFaults(runtime.ready.endpoint),
    stop: async () => {
      await runtime.stop();
      data.remove();
    },
  };
}

/** A wave of one technology. */
export const wave = (waveNumber: number, technologies: readonly object[], more: object = {}): object => ({
  waveNumber,
  name: `Wave ${waveNumber}`,
  dependencies: waveNumber === 1 ? [] : [waveNumber - 1],
  technologies,
  ...more,
});
/** A failover of these resources. */
export const failover = (resources: object, more: object = {}): object => ({ type: "database", operation: "failover", resources, ...more });
/** A gate that one recovery manager has to open. */
export const gate = { pauseBeforeWave: true, approval: { minApprovals: 1, approverRoles: ["DRRecoveryManager"] } };
/** Codes of problems or warnings. */
export const codesOf = (problems: readonly { readonly code: string }[] = []): readonly string[] => problems.map(({ code }) => code);
