// The replay: whatever the decider decides can be decided again; what it never decides is named.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Commit } from "@dr/event-log";
import type { DomainEvent } from "@dr/events";
import { aim, beginLife, randomHappenings, randomWaves, tell, type Happening, type Life } from "../../../domain/test/random-execution.ts";
import { toCommits } from "../testing/to-commits.ts";
import { replay } from "./replay.ts";

const fixture = join(import.meta.dirname, "../../fixtures/completed-execution.export.json");

it("decides a recorded history again", () => {
  const { commits } = JSON.parse(readFileSync(fixture, "utf8")) as { commits: Commit[] };
  expect(replay(commits).impossible).toEqual([]);
});

it("decides every random life again", () => {
  fc.assert(
    fc.property(randomWaves, randomHappenings, fc.constantFrom("drill" as const, "recovery" as const), (waves, happenings, type) => {
      const decisions = live(beginLife(waves, type), happenings);
      expect(replay(toCommits(decisions)).impossible).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function live(life: Life, happenings: readonly Happening[]): readonly (readonly DomainEvent[])[] {
  const request = life.events.findIndex(({ type }) => type === "ExecutionRequested") + 1;
  const decisions: (readonly DomainEvent[])[] = [life.events.slice(0, request), life.events.slice(request)];
  for (const happening of happenings) {
    life.seconds += happening.seconds;
    decisions.push(tell(life, aim(life, happening)));
  }
  return decisions.filter((events) => events.length > 0);
}
