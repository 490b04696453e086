/** Runs one task of the application adapter on an estate, from request to closing fact. */
import { createHarness, type Harness, type RequestOptions, type Scenario } from "@dr/adapter-kit/testing";
import type { Failure, TaskResult } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import { appAdapter } from "../src/adapter.ts";
import type { AppClients } from "../src/app-client.ts";
import { createEstateWorld, type Seed } from "./estate-world.ts";

/** What is given, and what is asked for. */
export interface Given extends Pick<Scenario<AppClients>, "operation" | "resources" | "config" | "executionType" | "mode"> {
  readonly seed: Seed;
  readonly deadlineSeconds?: number;
  readonly environment?: string;
  /** Called with the world before anything runs. */
  readonly arrange?: (world: ReturnType<typeof createEstateWorld>) => void;
}

/** The run of a task, its world, and how it was closed. */
export interface Ran {
  readonly run: Harness<AppClients>;
  readonly world: ReturnType<typeof createEstateWorld>;
  readonly operationId: string;
  /** Last closing fact. */
  readonly closing: () => { readonly type: string; readonly failure?: Failure; readonly result: TaskResult };
  readonly again: (options: RequestOptions) => Promise<string>;
}

/** Runs the task until its queue is empty. */
export async function runTask({ seed, deadlineSeconds = 7_200, environment, arrange, ...rest }: Given): Promise<Ran> {
  let world: ReturnType<typeof createEstateWorld> | undefined;
  const createWorld = (clock: VirtualClock) => {
    world = createEstateWorld(seed, clock);
    arrange?.(world);
    return world;
  };
  const scenario = { name: "given", effects: [], takesAtLeastSeconds: 1, createWorld, ...rest };
  const run = createHarness({ adapter: appAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  const operationId = run.request({ deadlineSeconds, ...(environment === undefined ? {} : { environment }) });
  await run.run();
  return {
    run,
    world: world!,
    operationId,
    closing: () => {
      const last = run.facts().findLast(({ type }) => type === "TechnologyCompleted" || type === "TechnologyFailed");
      return { type: last?.type ?? "nothing", ...(last?.data as { failure?: Failure; result: TaskResult }) };
    },
    again: async (options) => {
      const id = run.request(options);
      await run.run();
      return id;
    },
  };
}
