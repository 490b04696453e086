/** Runs one operation of an adapter on a world of its own, for tests that say what is given and what comes of it. */
import type { ExecutionType, Mode, ResourceResult } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import type { Adapter } from "../define-adapter.ts";
import { createHarness, type Hardship, type Harness } from "./harness.ts";
import type { FakeWorld, Scenario } from "./scenario.ts";

/** What is given; whatever is absent is as the tests of the adapter usually have it. `prepare` changes the world before the request comes. */
export interface Given<World, Seed> {
  readonly operation?: string;
  readonly seed?: Seed;
  /** Beside those that the tests usually have. */
  readonly resources?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly validation?: Record<string, unknown>;
  /** Tag `Environment` of the execution. */
  readonly environment?: string;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly deadlineSeconds?: number;
  readonly hardship?: Hardship;
  readonly prepare?: (world: World, clock: VirtualClock) => void;
}

/** What a run came to. */
export interface Outcome<Clients> {
  readonly run: Harness<Clients>;
  readonly effects: readonly string[];
  /** The closing fact's; undefined if it completed. */
  readonly failure: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> } | undefined;
  /** Results by target. */
  readonly results: Readonly<Record<string, ResourceResult>>;
}

/** A run whose request is in the queue, and its world. */
export interface Begun<Clients, World> {
  readonly run: Harness<Clients>;
  readonly world: World;
}

/** What the tests of an adapter usually have. */
export interface GivenOptions<Clients, World extends FakeWorld<Clients>, Seed> {
  readonly adapter: Adapter<Clients>;
  /** Names of the port methods that change the world. */
  readonly mutations: readonly string[];
  readonly operation: string;
  readonly seed: Seed;
  readonly resourcesOf: (operation: string) => Record<string, unknown>;
  readonly deadlineSeconds: number;
  readonly createWorld: (seed: Seed, clock: VirtualClock) => World;
}

/** `begin` puts the request into the queue, `given` runs it to its end, `ended` tells what a run came to. */
export function createGiven<Clients, World extends FakeWorld<Clients>, Seed>(usual: GivenOptions<Clients, World, Seed>) {
  type What = Given<World, Seed>;
  const begin = (what: What): Begun<Clients, World> => {
    const { operation = usual.operation, seed = usual.seed, resources = {}, config = {}, executionType, mode } = what;
    let world: World | undefined;
    const scenario: Scenario<Clients> = {
      name: "given",
      operation,
      resources: { ...usual.resourcesOf(operation), ...resources },
      config,
      effects: [],
      takesAtLeastSeconds: 1,
      ...(executionType && { executionType }),
      ...(mode && { mode }),
      createWorld: (clock) => {
        world = usual.createWorld(seed, clock);
        what.prepare?.(world, clock);
        return world;
      },
    };
    const { adapter, mutations } = usual;
    const run = createHarness({ adapter, mutations, scenarios: [scenario], invalidResources: {} }, scenario, what.hardship);
    run.request({
      deadlineSeconds: what.deadlineSeconds ?? usual.deadlineSeconds,
      task: { validation: what.validation ?? {} },
      ...(what.environment === undefined ? {} : { environment: what.environment }),
    });
    return { run, world: world as World };
  };
  return {
    begin,
    given: async (what: What): Promise<Outcome<Clients> & Begun<Clients, World>> => {
      const { run, world } = begin(what);
      await run.run();
      return { ...ended(run), world };
    },
    ended,
  };
}

function ended<Clients>(run: Harness<Clients>): Outcome<Clients> {
  const data = run.facts().at(-1)?.data as {
    failure?: Outcome<Clients>["failure"];
    result?: { resources: readonly ResourceResult[] };
  };
  const results = Object.fromEntries((data.result?.resources ?? []).map((result) => [result.resource, result]));
  return { run, effects: run.world.effects(), failure: data.failure, results };
}
