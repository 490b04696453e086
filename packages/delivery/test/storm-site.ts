/** The receivers of a storm: they take, refuse, forget to answer; the first one is down for a whole day. */
import { RequestRefused, type Answer, type DeliveryRecord, type OutboundRequest } from "../src/index.ts";

/** When the storm begins. */
export const START = "2026-11-28T00:00:00.000Z";
const DAY_MS = 86_400_000;

/** How large the storm is. Rates are shares of all requests. */
export interface StormOptions {
  readonly seed: number;
  readonly executions: number;
  readonly eventsEach: number;
  readonly receivers: number;
  readonly kills: number;
  /** Share of requests that are hit by each kind of failure. */
  readonly failureRate: number;
}

/** What the receivers saw. */
export interface Storm {
  readonly wanted: number;
  readonly lost: readonly string[];
  /** First arrivals that came before an earlier event of the same execution. */
  readonly outOfOrder: readonly string[];
  /** Arrivals of an event that had been answered, and whose answer had come back to a living sender. */
  readonly needlessRepeats: readonly string[];
  readonly repeats: number;
  /** Requests at which the process was to die, and how often it did: one that is to die again before it has died dies once. */
  readonly kills: number;
  readonly deaths: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}

/** The process died; what it knew by heart is gone. */
export class Killed extends Error {}

const ok: Answer = { status: 200, headers: {}, body: "", latencyMs: 1 };
const hangsUp = (): never => {
  throw new Error("socket hang up");
};

/** Each strikes a share of all requests. */
const FAULTS: readonly { readonly name: string; readonly arrives?: true; readonly answer: () => Answer }[] = [
  { name: "reset", answer: hangsUp },
  { name: "answer_lost", arrives: true, answer: hangsUp },
  { name: "too_many", answer: () => ({ ...ok, status: 429, headers: { "retry-after": "3" } }) },
  { name: "unavailable", answer: () => ({ ...ok, status: 503 }) },
  { name: "error", answer: () => ({ ...ok, status: 500 }) },
  {
    name: "time_out",
    answer: () => {
      throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
    },
  },
];

interface SiteDeps {
  readonly random: () => number;
  readonly clock: { readonly nowMs: () => number };
  readonly options: StormOptions;
}

/** All receivers: they take, refuse, forget to answer; the first one is down for a whole day. */
export function createSite({ random, clock, options }: SiteDeps) {
  const arrivals = new Map<string, { count: number; answered: boolean }>();
  const lastOf = new Map<string, number>();
  const outOfOrder: string[] = [];
  const needlessRepeats: string[] = [];
  const failures: Record<string, number> = {
    reset: 0,
    answer_lost: 0,
    too_many: 0,
    unavailable: 0,
    error: 0,
    time_out: 0,
    down: 0,
    killed: 0,
  };
  let kills = 0;
  let deaths = 0;
  let requests = 0;
  let dying = false;
  const note = (name: string): void => {
    failures[name] = (failures[name] ?? 0) + 1;
  };
  const arrive = (receiverId: string, { id, body }: OutboundRequest): { answered: boolean } => {
    const { execution, sequence } = JSON.parse(body) as { execution: string; sequence: number };
    const key = `${receiverId}/${id}`;
    const known = arrivals.get(key);
    if (known) {
      known.count += 1;
      if (known.answered) needlessRepeats.push(key);
      return known;
    }
    const lane = `${receiverId}/${execution}`;
    if (sequence !== (lastOf.get(lane) ?? 0) + 1) outOfOrder.push(key);
    lastOf.set(lane, sequence);
    const arrival = { count: 1, answered: false };
    arrivals.set(key, arrival);
    return arrival;
  };
  const killEvery = Math.max(1, Math.floor((options.executions * options.eventsEach * options.receivers) / (options.kills + 1)));
  return {
    /** The process dies right after an answer, before it could write it down. */
    dieIfTold: ({ receiverId, eventId, outcome }: DeliveryRecord): void => {
      const arrival = arrivals.get(`${receiverId}/${eventId}`);
      // One whose answer was lost comes again anyway.
      if (!dying || arrival === undefined || outcome !== "sent") return;
      dying = false;
      deaths += 1;
      arrival.answered = false;
      throw new Killed();
    },
    send: async (request: OutboundRequest): Promise<Answer> => {
      requests += 1;
      const name = request.headers["to"] ?? "";
      const dice = random();
      const rate = options.failureRate;
      if (name === "receiver-0" && clock.nowMs() - Date.parse(START) > 5_000 && clock.nowMs() - Date.parse(START) < DAY_MS) {
        note("down");
        throw new RequestRefused("no connection: ECONNREFUSED");
      }
      if (kills < options.kills && requests % killEvery === 0) {
        kills += 1;
        note("killed");
        dying = true;
        arrive(name, request);
        return ok;
      }
      const fault = FAULTS[Math.floor(dice / rate)];
      if (fault) {
        note(fault.name);
        if (fault.arrives) arrive(name, request);
        return fault.answer();
      }
      arrive(name, request).answered = true;
      return ok;
    },
    judge: (receiverIds: readonly string[]): Omit<Storm, "deadLetters"> => {
      const lost: string[] = [];
      let repeats = 0;
      const count = options.executions * options.eventsEach;
      for (const receiverId of receiverIds) {
        for (let index = 0; index < count; index += 1) {
          const key = `${receiverId}/exec-${Math.floor(index / options.eventsEach)}-${(index % options.eventsEach) + 1}`;
          const arrival = arrivals.get(key);
          if (arrival) repeats += arrival.count - 1;
          else lost.push(key);
        }
      }
      return { wanted: receiverIds.length * count, lost, outOfOrder, needlessRepeats, repeats, kills, deaths, failures };
    },
  };
}
