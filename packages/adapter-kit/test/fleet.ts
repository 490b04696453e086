/** Servers that are launched many at a time by one request, each of which may fail by itself: what a batch effect is tested with. */
import type { VirtualClock } from "@dr/runtime";
import { resourceName } from "@dr/events";
import * as z from "zod";
import {
  defineAdapter,
  inBatches,
  type BatchTarget,
  type Effect,
  type Operation,
  type PollAnswer,
  type TaskContext,
} from "../src/index.ts";
import type { FakeWorld, WrapPort } from "../src/testing/index.ts";

/** What becomes of the launches of one server, in order; after the last entry they succeed. */
export type Fates = readonly ("fails" | "succeeds")[];

interface FleetPort {
  readonly look: (servers: readonly string[]) => Promise<readonly { readonly server: string; readonly jobs: readonly FleetJob[] }[]>;
  readonly launch: (servers: readonly string[]) => Promise<string>;
}
interface FleetJob {
  readonly jobId: string;
  readonly state: "running" | "launched" | "failed";
}
interface FleetClients {
  readonly fleet: FleetPort;
}
type Resources = { readonly servers: readonly string[] };
type Pre = { readonly jobs: number };
type Context = TaskContext<FleetClients, Resources>;

const launching: Effect<Context, Pre, string> = inBatches<Context, Pre, string>({
  size: 100,
  prepare: async (items) => {
    const seen = await lookAt(items);
    return new Map(items.map(({ target }) => [target, { state: "ready", pre: { jobs: jobsOf(seen, target).length } }]));
  },
  act: ([first, ...rest]) => {
    if (!first) throw new Error("nothing to launch");
    return first.context.clients.fleet.launch([first, ...rest].map(({ target }) => target));
  },
  poll: async (items) => {
    const seen = await lookAt(items);
    return new Map(
      items.map(({ target, handle }): readonly [string, PollAnswer] => {
        const state = jobsOf(seen, target).find(({ jobId }) => jobId === handle)?.state;
        if (state === "launched") return [target, { state: "completed", evidence: { after: { jobId: handle } } }];
        if (state === "failed")
          return [target, { state: "failed", failure: { code: "fleet.launch_failed", message: target, retryable: true } }];
        return [target, { state: "in_progress", message: `${handle} runs` }];
      }),
    );
  },
  discover: async (items) => {
    const seen = await lookAt(items);
    return new Map(
      items.map(({ target, pre }) => {
        const job = jobsOf(seen, target)[pre.jobs];
        return [target, job ? { state: "found", handle: job.jobId } : { state: "not_started" }] as const;
      }),
    );
  },
});

async function lookAt(items: readonly BatchTarget<Context>[]) {
  const [first] = items;
  return first ? first.context.clients.fleet.look(items.map(({ target }) => target)) : [];
}

function jobsOf(seen: Awaited<ReturnType<FleetPort["look"]>>, target: string): readonly FleetJob[] {
  return seen.find(({ server }) => server === target)?.jobs ?? [];
}

const launch: Operation<FleetClients, Resources, unknown, Pre, string> = {
  ...launching,
  description: "Launches servers",
  reversibility: "irreversible",
  drill: { kind: "safe" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: () => 20,
  resources: z.strictObject({ servers: z.array(resourceName("opaque")).min(1) }),
  config: z.strictObject({}),
  listTargets: ({ resources }) => resources.servers,
};

export const fleetAdapter = defineAdapter<FleetClients>({
  technology: "fleet",
  version: "1.0.0",
  operations: { launch },
  createClients: () => {
    throw new Error("fleets exist in tests only");
  },
});

const LAUNCH_MS = 30_000;

/** The fake. Effects read `launch a,b`; `looks` counts the requests that read. */
export function createFakeFleet(
  fates: Readonly<Record<string, Fates>>,
  clock: VirtualClock,
): FakeWorld<FleetClients> & { readonly looks: () => number } {
  const jobs: { readonly jobId: string; readonly servers: readonly string[]; readonly atMs: number }[] = [];
  let looks = 0;
  const port: FleetPort = {
    look: async (servers) => {
      looks += 1;
      return servers.map((server) => {
        const mine = jobs.filter((job) => job.servers.includes(server));
        const stateOf = (atMs: number, turn: number): FleetJob["state"] => {
          if (clock.nowMs() - atMs < LAUNCH_MS) return "running";
          return fates[server]?.[turn] === "fails" ? "failed" : "launched";
        };
        return { server, jobs: mine.map(({ jobId, atMs }, turn) => ({ jobId, state: stateOf(atMs, turn) })) };
      });
    },
    launch: async (servers) => {
      const jobId = `job-${jobs.length + 1}`;
      jobs.push({ jobId, servers, atMs: clock.nowMs() });
      return jobId;
    },
  };
  return {
    createClients: (wrap: WrapPort) => ({ fleet: wrap(port) }),
    effects: () => jobs.map(({ servers }) => `launch ${servers.join(",")}`),
    touched: () => jobs.map(({ servers }) => servers),
    looks: () => looks,
  };
}
