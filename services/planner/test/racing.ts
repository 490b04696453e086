/** What race tests share. */
import type { EventLog } from "@dr/event-log";
import { hasCode } from "@dr/events";
import { expect } from "vitest";
import { parseAdapterMessage } from "../src/messages.ts";
import type { Planner } from "../src/planner.ts";
import { plan } from "./plans.ts";
import type { World } from "./world.ts";

/** Lets a planner hear a word of an adapter. */
export const tellTo = (world: World, planner: Planner, event: unknown) =>
  planner.recordFact(parseAdapterMessage(event), world.telemetry.logger);
/** How many events are of a type. */
export const count = (types: readonly string[], type: string) => types.filter((one) => one === type).length;

/** A log that counts lost races, so that a test can show that there was one. */
export function watchConflicts() {
  const seen = { conflicts: 0 };
  const wrapLog = (log: EventLog): EventLog => ({
    ...log,
    append: async (request) => {
      try {
        return await log.append(request);
      } catch (error) {
        if (hasCode(error, "log.version_conflict")) seen.conflicts += 1;
        throw error;
      }
    },
  });
  return { seen, wrapLog };
}

/** Saves a plan of these waves and starts `exec-1`. */
export async function running(world: World, waves: Parameters<typeof plan>[1]): Promise<void> {
  const of = plan("p", waves);
  await world.savePlan(of);
  await world.start("exec-1", of);
}

/** Nothing may follow the end but ignored answers; and there is one end. */
export function expectOneEnd(types: readonly string[], end: string): void {
  const ends = types.filter((type) => ["ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled"].includes(type));
  expect(ends).toEqual([end]);
  expect(types.slice(types.indexOf(end) + 1).filter((type) => type !== "OperationResultIgnored")).toEqual([]);
}
