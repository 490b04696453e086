/** Runs one operation on simulated clusters, for tests that say what is given and what comes of it. */
import { createHarness, type Harness, type Hardship } from "@dr/adapter-kit/testing";
import type { ExecutionType, Mode, ResourceResult } from "@dr/events";
import { ontapAdapter } from "../src/adapter.ts";
import type { OntapClients } from "../src/clients.ts";
import { createOntapWorld, type OntapWorld } from "./ontap-world.ts";

/** What is given. `prepare` changes the clusters before the request comes. */
export interface Given {
  readonly operation?: "failover" | "failback";
  readonly seed: Parameters<typeof createOntapWorld>[0];
  readonly resources?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly validation?: Record<string, unknown>;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly hardship?: Hardship;
  readonly prepare?: (world: OntapWorld) => void;
}

/** Begins it: the request is in the queue. */
export function begin({ operation = "failover", seed, resources = {}, config = {}, prepare, ...rest }: Given): Harness<OntapClients> {
  const scenario = {
    name: "given",
    operation,
    resources: { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01", volumes: ["orders"], ...resources },
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    ...(rest.executionType ? { executionType: rest.executionType } : {}),
    ...(rest.mode ? { mode: rest.mode } : {}),
    createWorld: (clock: Parameters<typeof createOntapWorld>[1]) => {
      const world = createOntapWorld(seed, clock);
      prepare?.(world);
      return world;
    },
  };
  const subject = {
    adapter: ontapAdapter,
    mutations: ["pause", "breakOff", "clone", "deleteVolume"],
    scenarios: [scenario],
    invalidResources: {},
  };
  const run = createHarness(subject, scenario, rest.hardship);
  run.request({ deadlineSeconds: rest.deadlineSeconds ?? 3_600, task: { validation: rest.validation ?? {} } });
  return run;
}

/** A run that is over. */
export interface Ended {
  readonly run: Harness<OntapClients>;
  readonly effects: readonly string[];
  readonly failure: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> } | undefined;
  /** Results by target. */
  readonly results: Readonly<Record<string, ResourceResult>>;
}

/** Runs it to its end. */
export async function given(what: Given): Promise<Ended> {
  const run = begin(what);
  await run.run();
  return ended(run);
}

/** What a run came to. */
export function ended(run: Harness<OntapClients>): Ended {
  const data = run.facts().at(-1)?.data as { failure?: Ended["failure"]; result?: { resources: readonly ResourceResult[] } };
  const results = Object.fromEntries((data.result?.resources ?? []).map((result) => [result.resource, result]));
  return { run, effects: run.world.effects(), failure: data.failure, results };
}
