/** Decisions that no single commit can hold. */
import { randomBytes } from "node:crypto";
import type { DomainEvent } from "@dr/events";
import { describe, expect, it } from "vitest";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { Commit } from "../port.ts";
import { handlerUnderTest, someContext, withRace } from "../testing/command-harness.ts";
import { waveDecider } from "../testing/wave-decider.ts";

describe("a decision too large for one commit", () => {
  const slice = (part: number): DomainEvent =>
    ({
      type: "WavesPlanned",
      at: "2026-11-23T04:00:00.000Z",
      data: { part, waves: [waveOf(part)] },
    }) as DomainEvent;
  const waveOf = (waveNumber: number) => ({
    waveNumber,
    name: randomBytes(150_000).toString("base64"),
    dependencies: [],
    pauseBeforeWave: false,
    pauseAfterWave: false,
    pause: { maxPauseSeconds: 60, onExpiry: "fail" },
    onFailure: "fail",
    tasks: [],
  });
  const seal: DomainEvent = {
    type: "ExecutionPlanned",
    at: "2026-11-23T04:00:00.000Z",
    data: { parts: 5, waveCount: 5, taskCount: 5, manifestHash: "m" },
  };
  const started: DomainEvent = { type: "ExecutionStarted", at: "2026-11-23T04:00:00.000Z", data: {} };
  const events = [...[1, 2, 3, 4, 5].map(slice), seal, started];
  const shape = (commits: readonly Commit[]) => commits.map((commit) => commit.events.map((event) => event.type));

  it("is cut between slices of a plan, sealed last", async () => {
    const { log, handler } = handlerUnderTest({ decider: { ...waveDecider, decide: () => events } });
    const result = await handler.handle("one", { waves: [] }, someContext);
    const commits = await log.read("EXEC#one");
    expect(commits.flatMap((commit) => commit.events.map((event) => event.type))).toEqual(events.map((event) => event.type));
    expect(commits.length).toBeGreaterThan(1);
    expect(
      commits
        .at(-1)
        ?.events.map((event) => event.type)
        .slice(-2),
    ).toEqual(["ExecutionPlanned", "ExecutionStarted"]);
    expect(result.commit).toEqual(commits.at(-1));
    expect(result.version).toBe(7);
  });

  it("leaves slices without a seal when it breaks off, and the next try writes it whole", async () => {
    const log = createMemoryEventLog();
    const landed: number[] = [];
    const { handler, another } = handlerUnderTest({
      log: withRace(log, async ({ events: those }) => {
        landed.push(those.length);
        if (landed.length === 4) throw new Error("crashed");
      }),
      decider: { ...waveDecider, decide: () => events },
    });
    await expect(handler.handle("one", { waves: [] }, someContext)).rejects.toThrow("crashed");
    expect(shape(await log.read("EXEC#one")).flat()).not.toContain("ExecutionPlanned");
    await another().handle("one", { waves: [] }, someContext);
    expect(
      shape(await log.read("EXEC#one"))
        .flat()
        .slice(-7),
    ).toEqual(events.map((event) => event.type));
  });

  it("is refused whole when it is not a sliced plan", async () => {
    const noise = (): DomainEvent => ({
      type: "ExecutionPauseRequested",
      at: "2026-11-23T04:00:00.000Z",
      data: { reason: randomBytes(250_000).toString("base64") },
    });
    const { log, handler } = handlerUnderTest({ decider: { ...waveDecider, decide: () => [noise(), noise()] } });
    await expect(handler.handle("one", { waves: [] }, someContext)).rejects.toMatchObject({ code: "log.commit_too_large" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });
});
