/** Bugs in how the planner, the api and the publisher use what they run on. */
import { executionDecider, type ExecutionState } from "@dr/domain";
import { EMPTY_HEAD, headOf, type EventLog, type Lead, type LeaseStore, type Standing } from "@dr/event-log";
import type { BusEntry } from "@dr/runtime";
import { NO_BUGS, type Bugs } from "../components/bugs.ts";
import type { Mutant } from "./mutant.ts";

/** Appends wherever the stream ends, whatever the decision was made on. */
function unconditional(log: EventLog): EventLog {
  return {
    ...log,
    append: async (request) => {
      const last = (await log.read(request.streamId)).at(-1);
      return log.append({ ...request, head: last ? headOf(last) : EMPTY_HEAD });
    },
  };
}

/** Takes what it remembers of a stream for all of it. */
function remembering(log: EventLog): EventLog {
  return { ...log, read: async (streamId, options) => (options?.afterVersion ? [] : log.read(streamId, options)) };
}

const inLog = (change: (log: EventLog) => EventLog) => (): Bugs => ({
  ...NO_BUGS,
  planner: (deps) => ({ ...deps, log: change(deps.log) }),
  api: (deps) => ({ ...deps, log: change(deps.log) }),
});

const inLeases = (change: (leases: LeaseStore) => LeaseStore) => (): Bugs => ({
  ...NO_BUGS,
  planner: (deps) => ({ ...deps, leases: change(deps.leases) }),
  api: (deps) => ({ ...deps, leases: change(deps.leases) }),
});

const nothing = async (): Promise<void> => undefined;

/** Moves the cursor first, and publishes then. */
function cursorFirst(): Bugs {
  return {
    ...NO_BUGS,
    publisher: ({ log, cursors, bus, lead }) => {
      let entries: readonly BusEntry[] = [];
      return {
        log,
        lead,
        bus: {
          publish: async (published) => {
            entries = published;
          },
        },
        cursors: {
          ...cursors,
          advance: async (streamId, from, to) => {
            const moved = await cursors.advance(streamId, from, to);
            await bus.publish(entries);
            return moved;
          },
        },
      };
    },
  };
}

/** Believes that the stream of the table brings the commits in order, and that none is missing. */
function trustsStreamOrder(): Bugs {
  return {
    ...NO_BUGS,
    publisher: (deps) => ({ ...deps, log: { ...deps.log, read: async (...args) => (await deps.log.read(...args)).slice(-1) } }),
  };
}

/** Takes whoever runs for a drill when room is to be made. */
function preemptsRecoveries(): Bugs {
  const types = new Map<string, ExecutionState["executionType"]>();
  const asItIs = (state: ExecutionState): ExecutionState =>
    state.request ? { ...state, executionType: state.request.executionType } : state;
  const decider: typeof executionDecider = {
    ...executionDecider,
    decide: (state, command) => executionDecider.decide(command.type === "PreemptExecution" ? state : asItIs(state), command),
    evolve: (state, event) => {
      const next = executionDecider.evolve(asItIs(state), event);
      types.set(next.executionId, next.executionType);
      return next.status === "executing" ? { ...next, executionType: "drill" } : next;
    },
  };
  return {
    ...NO_BUGS,
    planner: (deps) => ({
      ...deps,
      decider,
      history: {
        ...deps.history,
        put: async (item) => deps.history.put({ ...item, executionType: types.get(item.ExecutionId) ?? item.executionType }),
      },
    }),
  };
}

/** Goes by how a resource is written: no plan declares what it names. */
function locksByText(log: EventLog): EventLog {
  return {
    ...log,
    read: async (streamId, options) => {
      const commits = await log.read(streamId, options);
      if (!streamId.startsWith("PLAN#")) return commits;
      return JSON.parse(JSON.stringify(commits, (key, value: unknown) => (key === "declared" ? undefined : value))) as typeof commits;
    },
  };
}

function alwaysOurs(lead: Lead): Lead {
  const ours = async (standing: Promise<Standing>): Promise<Standing> => ({ ...(await standing), leads: true });
  return { ...lead, current: () => ours(lead.current()), refresh: () => ours(lead.refresh()) };
}

/** Bugs outside of the decider. */
export const platformMutants: readonly Mutant[] = [
  { name: "drops-the-expected-version", plant: inLog(unconditional) },
  { name: "advances-on-a-stale-read", plant: inLog((log) => remembering(unconditional(log))) },
  // Each planner believes that the epoch is its own, whoever leads.
  { name: "checks-no-epoch", plant: () => ({ ...NO_BUGS, planner: (deps) => ({ ...deps, lead: alwaysOurs(deps.lead) }) }) },
  { name: "releases-no-lease", plant: inLeases((leases) => ({ ...leases, release: nothing, releaseKeys: nothing })) },
  {
    name: "takes-what-is-taken",
    plant: inLeases((leases) => ({ ...leases, take: async () => ({ ok: true }), slotHolders: async () => [] })),
  },
  { name: "preempts-recoveries", plant: preemptsRecoveries },
  { name: "locks-by-written-text", plant: inLog(locksByText) },
  // The second resource of a task, and every one after it, is anybody's.
  {
    name: "locks-one-resource-alone",
    plant: inLeases((leases) => {
      const one = <Claim>(claims: readonly Claim[]): readonly Claim[] => claims.slice(0, 2);
      return { ...leases, take: (claims, ...rest) => leases.take(one(claims), ...rest), occupants: (keys) => leases.occupants(one(keys)) };
    }),
  },
  { name: "counts-no-slots", plant: inLeases((leases) => ({ ...leases, takeSlot: async () => true })) },
  {
    name: "writes-no-index",
    plant: () => ({
      ...NO_BUGS,
      planner: (deps) => ({ ...deps, history: { ...deps.history, put: async () => true } }),
      api: (deps) => ({ ...deps, history: { ...deps.history, put: async () => true } }),
    }),
  },
  {
    name: "ignores-failed-entry-count",
    plant: () => ({
      ...NO_BUGS,
      putEntries: (putEntries) => async (entries) => {
        await putEntries(entries);
        return entries.map(() => null);
      },
    }),
  },
  { name: "moves-the-cursor-first", plant: cursorFirst },
  { name: "trusts-the-order-of-the-stream", plant: trustsStreamOrder },
];
