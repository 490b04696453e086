/** The simulated estate as a world of the conformance suite: real SDK clients of DRS and EC2, no sockets, in virtual time. */
import { env } from "node:process";
import { connectedThrough } from "@dr/adapter-kit";
import type { FaultRuleInput, SeedDocument } from "@dr/estate";
import { createEstateWorld as createWorld, type EstateWorld as World } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createDrsClients, type DrsClients } from "../src/clients.ts";
import type { LaunchBook } from "../src/launch-book-client.ts";
import { effectLines, touchedNames } from "./effect-lines.ts";

/** A world, and the estate behind it. */
export type EstateWorld = World<DrsClients>;

/** A run through SDK clients takes its time: a sample of the crashes, all of them in a soak. */
export const SAMPLED = env["DR_SOAK"] !== "1";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "startRecovery",
  "terminateRecoveryInstances",
  "reverseReplication",
  "startFailbackLaunch",
  "stopFailback",
  "tagServer",
  "untagServer",
];

/** DRS tells of a job some time after it has accepted it. */
export const LISTED_LATE: FaultRuleInput = { kind: "stale-read", service: "drs", action: "DescribeJobs", delayMs: 2_000 };

/** Beside the seed: what goes wrong from the start, which server a thing belongs to that was there before, and estate seconds in one of the clock's (1 if absent; more = less looks at what takes long). */
export interface WorldOptions {
  readonly speed?: number;
  readonly of?: Readonly<Record<string, string>>;
  readonly faults?: readonly FaultRuleInput[];
}

/** The world; effect-lines.ts says what its effects read. The adapter runs in us-west-2, where servers are recovered to. */
export function createEstateWorld(
  seed: SeedDocument,
  clock: VirtualClock,
  { of = {}, faults = [], speed = 1 }: WorldOptions = {},
): EstateWorld {
  const world = createWorld({
    seed,
    clock,
    speed,
    createClients: ({ credentials, requestHandler, readAttempts }): DrsClients => ({
      ...createDrsClients(connectedThrough({ AWS_REGION: "us-west-2" }, { credentials, requestHandler, readAttempts })),
      launches: createBook(),
    }),
  });
  const { estate } = world;
  for (const fault of faults) estate.faults.add(fault);
  return { ...world, effects: () => effectLines(estate), touched: () => touchedNames(estate, of) };
}

/** The adapter's own table is no part of the estate. */
function createBook(): LaunchBook {
  const book = new Map<string, string>();
  return {
    note: async ({ executionId, sourceServerId }, jobId) => void book.set(`${executionId}#${sourceServerId}`, jobId),
    jobOf: async ({ executionId, sourceServerId }) => book.get(`${executionId}#${sourceServerId}`),
  };
}
