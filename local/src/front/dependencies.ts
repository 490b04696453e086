/** Whether the stand-ins for AWS answer: looked at all the time, so that a caller hears 503 at once and not an error after many retries. */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalLog } from "../log.ts";
import { inTime, type Time } from "./patience.ts";
import { starvedMs } from "./pressure.ts";

/** One stand-in as it was last seen. */
export interface DependencyState {
  readonly name: string;
  readonly state: "up" | "down";
  readonly since: string;
}

/** What the front asks. */
export interface Dependencies {
  readonly states: () => readonly DependencyState[];
  /** Is it down, or was it at any moment since then (ms since the epoch)? */
  readonly wasDown: (name: string, sinceMs: number) => boolean;
  /** Resolves when it is down: at once if it is already, never if `signal` is aborted before. */
  readonly untilDown: (name: string, signal: AbortSignal) => Promise<void>;
  readonly stop: () => void;
}

export const LOOK_EVERY_MS = 500;
/** The time of this machine. */
const TIME: Time = { nowMs: () => performance.now(), sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }), starvedMs };

/** Starts to look at these endpoints. Any HTTP answer counts as being there; a dead one is noticed within half a second, one that is silent within two, or within 20.5 s on a machine that has no processor for it. */
export function watchDependencies(endpoints: Readonly<Record<string, string>>, log: LocalLog): Dependencies {
  const stopping = new AbortController();
  const watched = Object.entries(endpoints).map(([name, url]) => ({
    name,
    url,
    up: true,
    sinceMs: Date.now(),
    lastDownMs: 0,
    waiting: new Set<() => void>(),
  }));
  const look = async (each: (typeof watched)[number]): Promise<void> => {
    const up = await answers(each.url);
    if (!up) each.lastDownMs = Date.now();
    if (up === each.up || stopping.signal.aborted) return;
    Object.assign(each, { up, sinceMs: Date.now() });
    if (!up) for (const tell of each.waiting) tell();
    log(up ? "info" : "error", up ? `${each.name} answers again` : `${each.name} does not answer: calls get 503 until it does`);
  };
  const watch = async (each: (typeof watched)[number]): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look(each);
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  for (const each of watched) void watch(each);
  return {
    states: () => watched.map(({ name, up, sinceMs }) => ({ name, state: up ? "up" : "down", since: new Date(sinceMs).toISOString() })),
    wasDown: (name, sinceMs) => watched.some((each) => each.name === name && (!each.up || each.lastDownMs >= sinceMs)),
    untilDown: (name, signal) =>
      new Promise((resolve) => {
        const each = watched.find((candidate) => candidate.name === name);
        if (each?.up === false) return resolve();
        each?.waiting.add(resolve);
        signal.addEventListener("abort", () => each?.waiting.delete(resolve));
      }),
    stop: () => stopping.abort(),
  };
}

const agent = new Agent({ keepAlive: true });

async function answers(url: string): Promise<boolean> {
  const given = new AbortController();
  const answered = await inTime(asked(url, given.signal), TIME);
  given.abort("answered");
  return answered;
}

/** Twice a second for each stand-in: a request of its own, for `fetch` takes several times as long. */
function asked(url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = (): void => resolve(false);
    const sent = request(url, { method: "POST", agent, signal }, (response) => {
      response.once("end", () => resolve(true));
      response.once("error", failed).resume();
    });
    sent.once("error", failed).end("{}");
  });
}
