/** Runs one operation on a simulated availability group, for tests that say what is given and what comes of it. */
import { createHarness, type Hardship, type Harness } from "@dr/adapter-kit/testing";
import type { ExecutionType, Mode, ResourceResult } from "@dr/events";
import { sqlAdapter } from "../src/adapter.ts";
import type { SqlClients } from "../src/clients.ts";
import { createSqlWorld, type SqlWorld } from "./sql-world.ts";

/** What is given. `prepare` changes the group before the request comes. */
export interface Given {
  readonly operation?: "failover" | "failback" | "resume";
  readonly seed: Parameters<typeof createSqlWorld>[0];
  readonly resources?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly validation?: Record<string, unknown>;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly hardship?: Hardship;
  readonly prepare?: (world: SqlWorld) => void;
}

/** Begins it: the request is in the queue. */
export function begin({ operation = "failover", seed, resources = {}, config = {}, prepare, ...rest }: Given): Harness<SqlClients> {
  const scenario = {
    name: "given",
    operation,
    resources: { availabilityGroup: "ProductionAG", ...(operation === "resume" ? {} : { targetReplica: "SQL-DR-01" }), ...resources },
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    ...(rest.executionType ? { executionType: rest.executionType } : {}),
    ...(rest.mode ? { mode: rest.mode } : {}),
    createWorld: (clock: Parameters<typeof createSqlWorld>[1]) => {
      const world = createSqlWorld(seed, clock);
      prepare?.(world);
      return world;
    },
  };
  const subject = { adapter: sqlAdapter, mutations: ["createSnapshot", "dropSnapshot"], scenarios: [scenario], invalidResources: {} };
  const run = createHarness(subject, scenario, rest.hardship);
  run.request({ deadlineSeconds: rest.deadlineSeconds ?? 3_600, task: { validation: rest.validation ?? {} } });
  return run;
}

/** A run that is over. */
export interface Ended {
  readonly run: Harness<SqlClients>;
  readonly effects: readonly string[];
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly results: Readonly<Record<string, ResourceResult>>;
}

/** Runs it to its end. */
export async function given(what: Given): Promise<Ended> {
  const run = begin(what);
  await run.run();
  const data = run.facts().at(-1)?.data as { failure?: Ended["failure"]; result?: { resources: readonly ResourceResult[] } };
  const results = Object.fromEntries((data.result?.resources ?? []).map((result) => [result.resource, result]));
  return { run, effects: run.world.effects(), failure: data.failure, results };
}
