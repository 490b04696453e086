/** Runs one operation on simulated storage, for tests that say what is given and what comes of it. */
import { createHarness, type Harness, type Hardship } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "@dr/estate/testing";
import type { ExecutionType, Mode, ResourceResult } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import { storageAdapter } from "../src/adapter.ts";
import type { StorageClients } from "../src/storage-client.ts";
import { efsSeed, MUTATIONS, PAIR, storageWorld } from "./efs-world.ts";

/** What is given. `prepare` changes the world before the request comes. */
export interface Given {
  readonly operation?: keyof typeof storageAdapter.operations;
  readonly seed?: SeedDocument;
  readonly resources?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly validation?: Record<string, unknown>;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly hardship?: Hardship;
  readonly prepare?: (world: EstateWorld<StorageClients>, clock: VirtualClock) => void;
}

/** A run that is over, and its world. */
export interface Ended {
  readonly run: Harness<StorageClients>;
  readonly world: EstateWorld<StorageClients>;
  readonly effects: readonly string[];
  readonly failure: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> } | undefined;
  /** Results by target. */
  readonly results: Readonly<Record<string, ResourceResult>>;
}

/** Begins it: the request is in the queue. */
export function begin({ operation = "efs_failover", seed = efsSeed(), resources = PAIR, config = {}, prepare, ...rest }: Given) {
  let made: EstateWorld<StorageClients> | undefined;
  const scenario = {
    name: "given",
    operation,
    resources,
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    ...(rest.executionType ? { executionType: rest.executionType } : {}),
    ...(rest.mode ? { mode: rest.mode } : {}),
    createWorld: (clock: VirtualClock) => {
      made = storageWorld(clock, seed);
      prepare?.(made, clock);
      return made;
    },
  };
  const subject = { adapter: storageAdapter, mutations: MUTATIONS, scenarios: [scenario], invalidResources: {} };
  const run = createHarness(subject, scenario, rest.hardship);
  run.request({ deadlineSeconds: rest.deadlineSeconds ?? 7_200, task: { validation: rest.validation ?? {} } });
  return { run, world: made as EstateWorld<StorageClients> };
}

/** Runs it to its end. */
export async function given(what: Given): Promise<Ended> {
  const { run, world } = begin(what);
  await run.run();
  return { ...ended(run), world };
}

/** What a run came to. */
export function ended(run: Harness<StorageClients>): Omit<Ended, "world"> {
  const data = run.facts().at(-1)?.data as { failure?: Ended["failure"]; result?: { resources: readonly ResourceResult[] } };
  const results = Object.fromEntries((data.result?.resources ?? []).map((result) => [result.resource, result]));
  return { run, effects: run.world.effects(), failure: data.failure, results };
}
