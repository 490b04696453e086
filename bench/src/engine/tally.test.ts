/** What counts as completed and as doubled. */
import type { Commit } from "@dr/event-log";
import type { EventType } from "@dr/events";
import { expect, it } from "vitest";
import { tally } from "./tally.ts";

const size = { waves: 2, tasksPerWave: 1 };
const wave: readonly EventType[] = ["WaveStarted", "TechnologyStarted", "TechnologyCompleted", "WaveCompleted"];
const whole: readonly EventType[] = ["ExecutionRequested", "ExecutionPlanned", "ExecutionStarted", ...wave, ...wave, "ExecutionCompleted"];

const logOf = (types: readonly EventType[]): readonly Commit[] => [
  { events: types.map((type) => ({ type, schemaVersion: 1, at: "", data: {} })) } as unknown as Commit,
];

it("takes a whole execution for complete, with nothing doubled", () => {
  expect(tally(logOf(whole), size)).toEqual({ completed: true, doubled: 0 });
});

it("misses any event that an execution cannot end without", () => {
  for (const missing of ["ExecutionCompleted", "WaveCompleted", "TechnologyCompleted"] as const) {
    const at = whole.indexOf(missing);
    expect(tally(logOf(whole.toSpliced(at, 1)), size)).toEqual({ completed: false, doubled: 0 });
  }
});

it("counts each event too many", () => {
  expect(tally(logOf([...whole, "WaveStarted", "WaveStarted", "TechnologyCompleted"]), size)).toEqual({ completed: true, doubled: 3 });
});

it("lets an adapter say twice that it began", () => {
  expect(tally(logOf([...whole, "TechnologyStarted"]), size)).toEqual({ completed: true, doubled: 0 });
});

it("takes the parts of a large wave for one beginning", () => {
  const [commit] = logOf(whole);
  const parts = [2, 3].map((part) => ({ type: "WaveStarted", schemaVersion: 1, at: "", data: { part, parts: 3 } }));
  expect(tally([{ ...commit, events: [...(commit?.events ?? []), ...parts] } as Commit], size)).toEqual({ completed: true, doubled: 0 });
});
