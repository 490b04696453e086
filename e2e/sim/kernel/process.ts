/** A process of a component: it has a clock of its own, asks the world over ports, and can die at any await. */
import type { Clock } from "@dr/runtime";
import type { FaultInjector } from "../faults/injector.ts";
import { linkOf, type Network } from "../world/network.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";

/**
 * How a call may fail. `read` changes nothing; `write` may take effect without its answer coming back; the client repeats a `repeated_write` by itself.
 * A `routine` read is one of the dozens that a sweep makes and that find nothing: most of them are answered at once, to save the computer's time.
 */
export type CallKind = "read" | "routine" | "write" | "repeated_write";

/** What the processes of a run share. */
export interface Kernel {
  readonly scheduler: Scheduler;
  readonly faults: FaultInjector;
  readonly latency: Random;
  readonly trace: Trace;
  readonly network: Network;
}

/** A running process. */
export interface SimProcess {
  readonly id: string;
  /** Function that it runs, for instance `dr-planner-facts`. */
  readonly name: string;
  readonly region: string;
  readonly clock: Clock;
  readonly isAlive: () => boolean;
  /** Ends the process. What it asked for is still carried out; it never hears of it. */
  readonly kill: (why: string) => void;
  /** Sends a request to the world; `effect` happens when the request arrives. A dead process never goes on: the promise stays open. */
  readonly call: <T>(label: string, kind: CallKind, effect: () => Promise<T>) => Promise<T>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly newId: () => string;
  readonly random: () => number;
}

/** What makes a process the one it is. */
export interface ProcessIdentity {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly onDeath: () => void;
}

/** Largest difference of a process's clock from the true time; two processes may differ by twice as much. */
export const MAX_SKEW_MS = 900;

/** A request arrives within this time or not at all: the clients give up after 10 s. */
const MAX_IN_FLIGHT_MS = 9_000;
/** The least that a client waits for an answer that does not come. */
const MIN_PATIENCE_MS = 1_000;

const ROUTINE_AT_ONCE = 0.85;

/** Starts a process. */
export function startProcess(kernel: Kernel, identity: ProcessIdentity): SimProcess {
  const { scheduler, faults, latency, trace, network } = kernel;
  const { id, name, region } = identity;
  const skewMs = faults.strikes("clock_skew") ? faults.random.between(-MAX_SKEW_MS, MAX_SKEW_MS) : 0;
  const nowMs = (): number => Math.floor(scheduler.nowMs() + skewMs);
  let alive = true;
  let ids = 0;
  const kill = (why: string): void => {
    if (!alive) return;
    alive = false;
    trace.note("died", () => `${id}: ${why}`);
    identity.onDeath();
  };
  const call = <T>(label: string, kind: CallKind, effect: () => Promise<T>): Promise<T> => {
    const link = linkOf(label);
    const isCut = (): boolean => link !== undefined && network.isCut(region, link);
    if (alive && kind === "routine" && !isCut() && latency.chance(ROUTINE_AT_ONCE)) return effect();
    return new Promise<T>((resolve, reject) => {
      if (!alive) return;
      const unanswered = (): void => {
        trace.note("no answer", () => `${label} of ${id}`);
        scheduler.after(latency.between(MIN_PATIENCE_MS, MAX_IN_FLIGHT_MS), () => {
          if (alive) reject(awsError("TimeoutError", undefined));
        });
      };
      if (faults.strikes("crash", 0.5)) {
        kill(`before ${label}`);
        return;
      }
      const answer = (settle: () => void): void => {
        const tell = (): void => {
          if (!alive) return;
          if (isCut()) unanswered();
          else settle();
        };
        const slow = faults.strikes("slow_request", 0.5) ? faults.random.between(1_000, 90_000) : 0;
        if (slow === 0 && latency.chance(0.7)) tell();
        else scheduler.after(slow + latency.between(1, 20), tell);
      };
      const inFlight = faults.strikes("slow_request", 0.5) ? faults.random.between(1_000, MAX_IN_FLIGHT_MS) : 0;
      scheduler.after(inFlight + latency.between(1, 25), () => {
        if (isCut()) {
          unanswered();
          return;
        }
        if (faults.strikes("throttled")) {
          answer(() => {
            reject(awsError("ThrottlingException", 400));
          });
          return;
        }
        void carryOut(effect, kind === "repeated_write" && faults.strikes("request_repeated")).then(
          (value) => {
            trace.note(label, () => id);
            if (faults.strikes("crash", 0.5)) kill(`after ${label}`);
            else if (kind.endsWith("write") && faults.strikes("response_lost")) answer(() => reject(awsError("TimeoutError", undefined)));
            else answer(() => resolve(value));
          },
          (error: unknown) => {
            trace.note(label, () => `${id}: ${String(error)}`);
            answer(() => reject(error instanceof Error ? error : new Error(String(error))));
          },
        );
      });
    });
  };
  return {
    id,
    name,
    region,
    clock: { nowMs, nowIso: () => new Date(nowMs()).toISOString() },
    isAlive: () => alive,
    kill,
    call,
    sleep: (ms) =>
      new Promise((resolve) => {
        scheduler.after(ms, () => {
          if (alive) resolve();
        });
      }),
    newId: () => {
      ids += 1;
      return `${id}-${ids}`;
    },
    random: latency.next,
  };
}

/** The client that got no answer to a request that was carried out sends it again, and passes on the second answer. */
async function carryOut<T>(effect: () => Promise<T>, repeated: boolean): Promise<T> {
  const first = await effect();
  return repeated ? effect() : first;
}

/** An error as the AWS SDK throws it. */
export function awsError(name: string, httpStatusCode: number | undefined, code?: string): Error {
  const metadata = httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } };
  return Object.assign(new Error(`${name} (made up)`), { name, ...metadata, ...(code === undefined ? {} : { code }) });
}
