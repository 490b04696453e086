// A guard takes the lead once, after silence that lasts, and has the leader ask again whenever a Region returns.
import { expect, it } from "vitest";
import { standGuard, type GuardedRegion, type Leading } from "./stand-guard.ts";

interface Asked {
  readonly atMs: number;
  readonly region: string;
  readonly epoch: number;
}

/** `silent` tells when a Region does not answer; `answers` are those to its take-overs, `true` after the last. */
async function guardFor(
  durationMs: number,
  silent: (region: string, atMs: number) => boolean,
  answers: (boolean | undefined | Error)[] = [],
): Promise<readonly Asked[]> {
  let atMs = 0;
  let state: Leading = { epoch: 0, leader: "east" };
  const asked: Asked[] = [];
  const region = (name: string): GuardedRegion => ({
    name,
    look: async () => (silent(name, atMs) ? undefined : state),
    takeOver: async (epoch) => {
      asked.push({ atMs, region: name, epoch });
      if (silent(name, atMs)) return undefined;
      const answer = answers.length > 0 ? answers.shift() : true;
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) state = { epoch, leader: name };
      return answer;
    },
  });
  await standGuard({
    leader: region("east"),
    standby: region("west"),
    silentMs: 10_000,
    everyMs: 2_000,
    nowMs: () => atMs,
    sleep: async (ms) => void (atMs += ms),
    tell: () => undefined,
    isOver: () => atMs >= durationMs,
  });
  return asked;
}

it("leaves a leader alone that answers, or misses one look", async () => {
  expect(await guardFor(60_000, () => false)).toEqual([]);
  expect(await guardFor(60_000, (region, atMs) => region === "east" && atMs === 20_000)).toEqual([]);
});

it("takes over after ten seconds of silence, once, and asks twice", async () => {
  expect(await guardFor(120_000, (region, atMs) => region === "east" && atMs >= 20_000)).toEqual([
    { atMs: 30_000, region: "west", epoch: 1 },
    { atMs: 34_000, region: "west", epoch: 1 },
  ]);
});

it("does not take the lead a second time: the silence of the new leader is for people", async () => {
  const asked = await guardFor(300_000, (region, atMs) => (region === "east" ? atMs >= 20_000 && atMs < 100_000 : atMs >= 150_000));
  expect(asked.map(({ region, epoch }) => `${region} ${epoch}`)).toEqual(["west 1", "west 1", "west 2", "west 2"]);
});

it("has the leader ask again when it returns before anybody took over", async () => {
  const asked = await guardFor(60_000, (region, atMs) => region === "east" && atMs >= 20_000 && atMs < 26_000);
  expect(asked).toEqual([
    { atMs: 26_000, region: "east", epoch: 1 },
    { atMs: 30_000, region: "east", epoch: 1 },
  ]);
});

it("has the leader ask again when the Region that stands by returns", async () => {
  const asked = await guardFor(60_000, (region, atMs) => region === "west" && atMs >= 20_000 && atMs < 40_000);
  expect(asked.map(({ region, epoch }) => `${region} ${epoch}`)).toEqual(["east 1", "east 1"]);
});

it.each([
  ["was done in part", false],
  ["was refused", new Error("not ready to lead")],
  ["was not answered", undefined],
])("asks again under the same epoch when a take-over %s", async (_, answer) => {
  const asked = await guardFor(90_000, (region, atMs) => region === "east" && atMs >= 20_000, [answer]);
  expect(asked.map(({ region, epoch }) => `${region} ${epoch}`)).toEqual(["west 1", "west 1", "west 1"]);
});

it("lets the leader be that returns while the other one cannot lead, and guards it again", async () => {
  const never = Array.from({ length: 8 }, () => new Error("not ready to lead"));
  const silences = (region: string, atMs: number): boolean => region === "east" && ((atMs >= 20_000 && atMs < 36_000) || atMs >= 60_000);
  const asked = await guardFor(90_000, silences, never);
  expect(asked.map(({ region, epoch }) => `${region} ${epoch}`)).toEqual([
    ...Array.from({ length: 8 }, () => "west 1"),
    "east 1",
    "east 1",
    "west 2",
    "west 2",
  ]);
});

it("takes over nothing while the Region that stands by does not answer either", async () => {
  expect(await guardFor(60_000, () => true)).toEqual([]);
});
