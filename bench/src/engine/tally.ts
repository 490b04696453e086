/** Reads a finished execution back from its log: what is there is what happened. */
import type { Commit } from "@dr/event-log";
import type { EventType } from "@dr/events";
import type { PlanSize } from "../sample-plan.ts";

/** `completed`: it ended, and well. `doubled`: events too many of those that may occur once per execution, wave or task. */
export interface Tally {
  readonly completed: boolean;
  readonly doubled: number;
}

/** Counts the events of an execution of a plan of this size whose tasks all succeed at once. */
export function tally(commits: readonly Commit[], { waves, tasksPerWave }: PlanSize): Tally {
  const tasks = waves * tasksPerWave;
  const expected: readonly (readonly [EventType, number])[] = [
    ["ExecutionPlanned", 1],
    ["ExecutionStarted", 1],
    ["ExecutionCompleted", 1],
    ["WaveStarted", waves],
    ["WaveCompleted", waves],
    ["TechnologyCompleted", tasks],
  ];
  const seen = new Map<string, number>();
  for (const { type, data } of commits.flatMap(({ events }) => events)) {
    // A wave of many tasks begins in several parts.
    if (Number(data["part"] ?? 1) === 1) seen.set(type, (seen.get(type) ?? 0) + 1);
  }
  return {
    completed: expected.every(([type, count]) => (seen.get(type) ?? 0) >= count),
    doubled: expected.reduce((sum, [type, count]) => sum + Math.max(0, (seen.get(type) ?? 0) - count), 0),
  };
}
