/** Operations as an adapter team would write them, on the simulated estate: found again by the journaled pre-state, as a service without tokens demands. */
import {
  inBatches,
  type BatchTarget,
  type Discovery,
  type Effect,
  type InverseContext,
  type Operation,
  type PollAnswer,
  type TaskContext,
} from "@dr/adapter-kit";
import * as z from "zod";
import type { JobKind, ResourceView } from "../world/estate.ts";

/** The narrow port between the operations and the estate. `glance` may show what was true some seconds ago. */
export interface EstateClient {
  readonly look: (resource: string) => Promise<ResourceView>;
  readonly glance: (resource: string) => Promise<ResourceView>;
  readonly start: (resource: string, kind: JobKind, operationId: string) => Promise<string>;
  /** One request for all of them. */
  readonly startAll: (resources: readonly string[], kind: JobKind, operationId: string) => Promise<void>;
  readonly stop: (resource: string, jobId: string) => Promise<boolean>;
}

/** What the operations act with. */
export interface SimClients {
  readonly estate: EstateClient;
}

/** Longer than a request may be in flight and a glance may lag behind, together. */
const SETTLE_SECONDS = 30;
const POLL_SECONDS = 15;

const resources = z.object({ names: z.array(z.string().min(1)).min(1) });
const config = z.looseObject({ timeoutSeconds: z.number().positive().optional() });

type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
interface Pre {
  /** Jobs that the resource had before ours: ours is the next one. */
  readonly jobs: number;
}
interface Handle {
  readonly jobId: string;
}
type Context = TaskContext<SimClients, Resources, Config>;
type Inverse = InverseContext<SimClients, Resources, Config, Pre, Handle>;

/** The operations of both simulated technologies. */
export const simOperations: Readonly<Record<string, Operation<SimClients, Resources, Config, Pre, Handle>>> = {
  failover: { ...operation("moves a resource", "reversible", { kind: "isolated_copy" }), rollback: inverse(), cleanup: inverse() },
  launch: {
    ...operation("launches a copy", "compensable", { kind: "isolated_copy" }),
    ...launching(),
    rollback: inverse(),
    cleanup: inverse(),
  },
  /** Nobody promotes for practice. */
  promote: operation("promotes a replica for good", "irreversible", { kind: "skipped" }),
};

function operation(
  description: string,
  reversibility: Operation<SimClients>["reversibility"],
  drill: Operation<SimClients>["drill"],
): Operation<SimClients, Resources, Config, Pre, Handle> {
  return {
    description,
    reversibility,
    drill,
    defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 },
    pollSeconds: POLL_SECONDS,
    settleSeconds: () => SETTLE_SECONDS,
    resources,
    config,
    listTargets: (input) => input.resources.names,
    timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
    ...effect<Context>("forward"),
  };
}

function inverse(): Effect<Inverse, Pre, Handle> {
  return effect<Inverse>("inverse");
}

function effect<C extends Context>(kind: JobKind): Effect<C, Pre, Handle> {
  return {
    prepare: async ({ clients }, target) => {
      const view = await clients.estate.look(target);
      if (view.jobs.some(({ state }) => state === "running")) return { state: "not_ready", message: `${target} is busy` };
      if (view.moved === (kind === "forward")) return { state: "noop", evidence: { after: { moved: view.moved } } };
      return { state: "ready", pre: { jobs: view.jobs.length } };
    },
    act: async ({ clients, operationId }, target) => ({ jobId: await clients.estate.start(target, kind, operationId) }),
    poll: async ({ clients }, target, _pre, { jobId }) => toAnswer(await clients.estate.glance(target), target, jobId),
    discover: async ({ clients }, target, { jobs }) => toDiscovery(await clients.estate.glance(target), jobs),
    cancel: ({ clients }, target, _pre, { jobId }) => clients.estate.stop(target, jobId),
  };
}

/** Many resources in one request; the service tells no job of each, so each is found by its place in the history of its resource. */
function launching(): Effect<Context, Pre, Handle> {
  const one = effect<Context>("forward");
  const ofEach =
    <Item extends BatchTarget<Context>, Answer>(ask: (item: Item) => Promise<Answer>) =>
    async (items: readonly Item[]): Promise<ReadonlyMap<string, Answer>> =>
      new Map(await Promise.all(items.map(async (item) => [item.target, await ask(item)] as const)));
  const jobOf = ({ jobs }: ResourceView, pre: Pre): string => jobs[pre.jobs]?.id ?? "none yet";
  return {
    ...inBatches<Context, Pre, Handle>({
      size: 100,
      prepare: ofEach(({ context, target }) => one.prepare(context, target)),
      act: async (items) => {
        const [first] = items;
        if (first)
          await first.context.clients.estate.startAll(
            items.map(({ target }) => target),
            "forward",
            first.context.operationId,
          );
        return { jobId: "" };
      },
      poll: ofEach(async ({ context, target, pre }) => {
        const view = await context.clients.estate.glance(target);
        return toAnswer(view, target, jobOf(view, pre));
      }),
      discover: ofEach(({ context, target, pre }) => one.discover(context, target, pre)),
    }),
    cancel: async ({ clients }, target, pre) => clients.estate.stop(target, jobOf(await clients.estate.look(target), pre)),
  };
}

function toDiscovery({ jobs }: ResourceView, before: number): Discovery<Handle> {
  const ours = jobs[before];
  return ours ? { state: "found", handle: { jobId: ours.id } } : { state: "not_started" };
}

/** Done is the changed fact, and not the word of a job: another one may have undone it since. */
function toAnswer({ jobs, moved }: ResourceView, target: string, jobId: string): PollAnswer {
  const job = jobs.find(({ id }) => id === jobId);
  const failed = (code: string, retryable: boolean): PollAnswer => ({
    state: "failed",
    failure: { code, message: `${target}: ${code}`, retryable },
    evidence: { after: {}, ...(job?.kind === "inverse" ? { leftovers: [target] } : {}) },
  });
  switch (job?.state) {
    case "succeeded":
      if (moved !== (job.kind === "forward")) return failed("sim.undone", true);
      return { state: "completed", evidence: { after: { moved: job.kind === "forward" }, externalIds: { job: job.id } } };
    case "failed_retryable":
      return failed("sim.flaky", true);
    case "failed_for_good":
      return failed("sim.fatal", false);
    case "stopped":
      return failed("sim.stopped", false);
    default:
      return { state: "in_progress", message: `${target} is moving` };
  }
}
