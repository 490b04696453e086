/** Source servers on which a recovery is asked for: what the specs of this adapter share. */
import { createHarness, type Harness, type RequestOptions } from "@dr/adapter-kit/testing";
import type { FaultRuleInput, SeedDocument } from "@dr/estate";
import type { TaskResult } from "@dr/events";
import { drsAdapter } from "../src/adapter.ts";
import type { DrsClients } from "../src/clients.ts";
import { createEstateWorld, LISTED_LATE, type EstateWorld } from "./estate-world.ts";

/** The server that is recovered where a spec names none. */
export const SERVER = "s-00000000000000001";
/** Another one. */
export const OTHER = "s-00000000000000002";
/** What stands from somebody's job. */
export const LIVE = "i-0000000000000001c";

/** A source server in the words of the estate's seed. */
export type ServerSeed = NonNullable<NonNullable<SeedDocument["drs"]>["sourceServers"]>[number];

/** What stands, and what is asked for. */
export interface Given {
  readonly servers?: readonly ServerSeed[];
  /** Jobs of other people, which never end: so many servers in each. */
  readonly otherJobs?: readonly number[];
  readonly faults?: readonly FaultRuleInput[];
  /** Estate seconds in one of ours. */
  readonly speed?: number;
  readonly config?: Record<string, unknown>;
  readonly resources?: Record<string, unknown>;
  readonly executionType?: "drill" | "recovery";
  readonly mode?: "planned" | "unplanned";
  readonly operation?: string;
}

/** A run and its world. */
export function given({
  servers = [{ id: SERVER }],
  otherJobs = [],
  faults = [],
  speed = 1,
  resources = { sourceServers: [SERVER] },
  executionType = "recovery",
  mode = "planned",
  config = {},
  operation = "recovery",
}: Given) {
  const region = "us-west-2";
  const seed = {
    drs: {
      sourceServers: servers.map((server) => ({ ...server, region })),
      openJobs: otherJobs.map((count) => ({ servers: count, region })),
    },
  };
  // What reads are behind is not seen in them where it was seeded just now.
  const late = otherJobs.length === 0 ? [LISTED_LATE] : [];
  const worlds: EstateWorld[] = [];
  const scenario = {
    name: "given",
    operation,
    resources,
    config,
    executionType,
    mode,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createEstateWorld>[1]) => {
      worlds.push(createEstateWorld(seed, clock, { faults: [...late, ...faults], speed }));
      return worlds.at(-1)!;
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  return { run, world: worlds.at(-1)! };
}

/** A run that was recovered, and the estate that it ran on. */
export interface Recovered extends Harness<DrsClients> {
  readonly estate: EstateWorld["estate"];
}

/** The run of one recovery, to its end. */
export async function recover(from: Given, options: RequestOptions = { deadlineSeconds: 5_400 }): Promise<Recovered> {
  const { run, world } = given(from);
  run.request(options);
  await run.run();
  return { ...run, estate: world.estate };
}

/** The closing fact. */
export function closing(run: Pick<Harness<DrsClients>, "facts">) {
  return run.facts().at(-1)!.data as {
    failure?: { code: string; message: string; retryable: boolean; details: Record<string, unknown> };
    result: TaskResult;
  };
}
