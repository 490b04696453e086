/** The recorded execution is a real one, and always the same. */
import type { Commit } from "@dr/event-log";
import { expect, it } from "vitest";
import { firstEvents, recordExecution } from "./record-execution.ts";

const typesOf = (commits: readonly Commit[]): readonly string[] => commits.flatMap(({ events }) => events.map(({ type }) => type));

it("runs every task of a plan to its end", async () => {
  const types = typesOf(await recordExecution({ waves: 2, tasksPerWave: 2, failuresPerTask: 0 }));
  expect(types.filter((type) => type === "TechnologyCompleted")).toHaveLength(4);
  expect(types.filter((type) => type === "WaveCompleted")).toHaveLength(2);
  expect(types.at(-1)).toBe("ExecutionCompleted");
});

it("lets each task fail as often as it was told, and waits for each retry", async () => {
  const types = typesOf(await recordExecution({ waves: 1, tasksPerWave: 2, failuresPerTask: 3 }));
  const count = (wanted: string): number => types.filter((type) => type === wanted).length;
  expect([count("TechnologyFailed"), count("TechnologyRetryScheduled"), count("TechnologyRetryRequested")]).toEqual([6, 6, 6]);
  expect([count("TechnologyCompleted"), types.at(-1)]).toEqual([2, "ExecutionCompleted"]);
});

it("records the same twice", async () => {
  const recording = { waves: 2, tasksPerWave: 1, failuresPerTask: 1 };
  expect(await recordExecution(recording)).toEqual(await recordExecution(recording));
});

it("cuts a stream after any event", async () => {
  const commits = await recordExecution({ waves: 2, tasksPerWave: 2, failuresPerTask: 0 });
  const types = typesOf(commits);
  for (let count = 1; count <= types.length; count += 1) {
    const cut = firstEvents(commits, count);
    expect(typesOf(cut)).toEqual(types.slice(0, count));
    expect(cut.at(-1)?.lastVersion).toBe(count);
  }
});
