/** Runs one operation on an estate, for tests that say what is given and what comes of it. */
import { createHarness, type Harness } from "@dr/adapter-kit/testing";
import type { ExecutionType, Mode } from "@dr/events";
import { databaseAdapter } from "../src/adapter.ts";
import type { DatabaseClients } from "../src/clients.ts";
import { createEstateWorld, type EstateWorld } from "./estate-world.ts";

/** What is given. `prepare` changes the estate before the request comes. */
export interface Given {
  readonly operation: string;
  readonly seed: Parameters<typeof createEstateWorld>[0];
  readonly resources: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  /** Tag `Environment` of the execution. */
  readonly environment?: string;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly prepare?: (world: EstateWorld) => void;
}

/** A run that is over. */
export interface Ended {
  readonly run: Harness<DatabaseClients>;
  readonly effects: readonly string[];
  /** The closing fact's failure code; undefined if it completed. */
  readonly failure: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> } | undefined;
  /** The result of each resource. */
  readonly resources: readonly Record<string, unknown>[];
}

/** Begins it: the request is in the queue. */
export function begin({ operation, seed, resources, config = {}, prepare, ...rest }: Given): Harness<DatabaseClients> {
  const scenario = {
    name: "given",
    operation,
    resources,
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    ...(rest.executionType ? { executionType: rest.executionType } : {}),
    ...(rest.mode ? { mode: rest.mode } : {}),
    createWorld: (clock: Parameters<typeof createEstateWorld>[1]) => {
      const world = createEstateWorld(seed, clock);
      prepare?.(world);
      return world;
    },
  };
  const run = createHarness({ adapter: databaseAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  run.request({
    deadlineSeconds: rest.deadlineSeconds ?? 3_600,
    ...(rest.environment === undefined ? {} : { environment: rest.environment }),
  });
  return run;
}

/** Runs it to its end. */
export async function given(what: Given): Promise<Ended> {
  const run = begin(what);
  await run.run();
  return ended(run);
}

/** What a run came to. */
export function ended(run: Harness<DatabaseClients>): Ended {
  const data = run.facts().at(-1)?.data as { failure?: Ended["failure"]; result?: { resources: Ended["resources"] } };
  return { run, effects: run.world.effects(), failure: data.failure, resources: data.result?.resources ?? [] };
}
