/** Concurrency of their own for the functions without which nothing advances: an API under load must not take it from them. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";

const MUST_NOT_STARVE: ReadonlySet<string> = new Set(["planner", "publisher"]);

/** A stream has a reader for each of its shards, and an on-demand table begins with four; what is throttled waits in the stream. */
const STREAM_READERS = 5;
/** A schedule's run, and one that has not ended. */
const SCHEDULED_RUNS = 2;

/**
 * How much a function reserves; undefined for one that takes from what all share. What is reserved is a limit too, so it is what its trigger can use. AWS refuses
 * reservations that leave less than 100 to the others (Lambda guide, "Configuring reserved concurrency"): with the quota of 10 of a new account, all of them.
 */
export function reservedConcurrency({ service }: ServiceManifest, { trigger }: FunctionManifest): number | undefined {
  if (!MUST_NOT_STARVE.has(service)) return undefined;
  switch (trigger.kind) {
    case "queue":
      return trigger.maxConcurrency;
    case "stream":
      return STREAM_READERS;
    case "schedule":
      return SCHEDULED_RUNS;
    case "http":
    case "invoke":
      return undefined;
  }
}

/** True for "on". Throws for anything but "on" and "off": a misspelt word must not switch a protection off. */
export function isReserving(asked: string | undefined): boolean {
  if (asked === undefined || asked === "off" || asked === "on") return asked === "on";
  throw new Error(`DR_RESERVED_CONCURRENCY is "${asked}", expected "on" or "off"`);
}
