/** Runs one operation on simulated buckets, for tests that say what is given and what comes of it. */
import { createHarness, type Harness, type Hardship } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "@dr/estate/testing";
import type { ExecutionType, Mode, ResourceResult } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import { s3Adapter } from "../src/adapter.ts";
import type { S3Clients } from "../src/s3-client.ts";
import { MUTATIONS, pairSeed, RESOURCES, s3World } from "./estate-world.ts";

/** What is given. `prepare` changes the world before the request comes. */
export interface Given {
  readonly operation?: "failover" | "failback" | "configure_replication";
  readonly seed?: SeedDocument;
  readonly resources?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly validation?: Record<string, unknown>;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly hardship?: Hardship;
  readonly prepare?: (world: EstateWorld<S3Clients>) => void;
}

/** A run that is over, and its world. */
export interface Ended {
  readonly run: Harness<S3Clients>;
  readonly world: EstateWorld<S3Clients>;
  readonly effects: readonly string[];
  readonly failure: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> } | undefined;
  /** Results by target. */
  readonly results: Readonly<Record<string, ResourceResult>>;
}

/** Begins it: the request is in the queue. */
export function begin({ operation = "failover", seed = pairSeed(), resources = {}, config = {}, prepare, ...rest }: Given) {
  let made: EstateWorld<S3Clients> | undefined;
  const scenario = {
    name: "given",
    operation,
    resources: { ...RESOURCES, ...resources },
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    ...(rest.executionType ? { executionType: rest.executionType } : {}),
    ...(rest.mode ? { mode: rest.mode } : {}),
    createWorld: (clock: VirtualClock) => {
      made = s3World(clock, seed);
      prepare?.(made);
      return made;
    },
  };
  const subject = { adapter: s3Adapter, mutations: MUTATIONS, scenarios: [scenario], invalidResources: {} };
  const run = createHarness(subject, scenario, rest.hardship);
  run.request({ deadlineSeconds: rest.deadlineSeconds ?? 7_200, task: { validation: rest.validation ?? {} } });
  return { run, world: made as EstateWorld<S3Clients> };
}

/** Runs it to its end. */
export async function given(what: Given): Promise<Ended> {
  const { run, world } = begin(what);
  await run.run();
  return { ...ended(run), world };
}

/** What a run came to. */
export function ended(run: Harness<S3Clients>): Omit<Ended, "world"> {
  const data = run.facts().at(-1)?.data as { failure?: Ended["failure"]; result?: { resources: readonly ResourceResult[] } };
  const results = Object.fromEntries((data.result?.resources ?? []).map((result) => [result.resource, result]));
  return { run, effects: run.world.effects(), failure: data.failure, results };
}
