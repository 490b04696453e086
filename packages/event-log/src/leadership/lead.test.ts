/** Who leads, as a process knows it: how often it reads, and what makes it read again. */
import { DrError } from "@dr/events";
import { expect, it } from "vitest";
import { createCommandHandler } from "../commands/command-handler.ts";
import { createMemoryDeployments } from "../memory/memory-deployments.ts";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import { createSayAlive, silentParts } from "./deployments.ts";
import { createLead } from "./lead.ts";
import { LEADERSHIP_STREAM, leadershipDecider } from "./leadership.ts";

const NOW = "2026-11-23T04:00:00.000Z";
const regions = ["east", "west"];

function setUp() {
  const time = { ms: 0 };
  const clock = { nowMs: () => time.ms, nowIso: () => new Date(Date.parse(NOW) + time.ms).toISOString() };
  const memory = createMemoryEventLog();
  let reads = 0;
  let ids = 0;
  const log = { ...memory, read: (...args: Parameters<typeof memory.read>) => ((reads += 1), memory.read(...args)) };
  const handler = createCommandHandler({
    log: memory,
    clock,
    newCommitId: () => `commit-${(ids += 1)}`,
    jitter: () => 0,
    decider: leadershipDecider,
    toStreamId: () => LEADERSHIP_STREAM,
  });
  return {
    time,
    clock,
    reads: () => reads,
    leadOf: (region: string) => createLead({ log, region, regions, clock }),
    take: (region: string, epoch: number) =>
      handler.handle("platform", { region, epoch, reason: "x", now: clock.nowIso() }, { actor: "a", correlationId: "c", causationId: "c" }),
  };
}

it("the first Region leads until the log says otherwise", async () => {
  const { leadOf, take } = setUp();
  expect(await leadOf("east").current()).toEqual({ epoch: 0, region: "east", leads: true });
  expect(await leadOf("west").current()).toEqual({ epoch: 0, region: "east", leads: false });
  await take("west", 1);
  expect(await leadOf("east").current()).toEqual({ epoch: 1, region: "west", leads: false });
  expect(await leadOf("west").current()).toEqual({ epoch: 1, region: "west", leads: true });
});

it("reads once in thirty seconds, for everybody who asks at once", async () => {
  const { leadOf, time, reads } = setUp();
  const lead = leadOf("east");
  await Promise.all([lead.current(), lead.current(), lead.current()]);
  time.ms = 29_999;
  await lead.current();
  expect(reads()).toBe(1);
  time.ms = 30_000;
  await lead.current();
  expect(reads()).toBe(2);
});

it("a stream that holds what is no commit makes nobody a leader, and is read again at the next question", async () => {
  const { clock, time } = setUp();
  const memory = createMemoryEventLog();
  let junk = false;
  const damaged = new DrError("log.malformed_record", "item LEAD#platform C#000000000001 is not a commit");
  const log = {
    ...memory,
    read: (...args: Parameters<typeof memory.read>) => (junk ? Promise.reject(damaged) : memory.read(...args)),
    readEnd: (...args: Parameters<typeof memory.readEnd>) => (junk ? Promise.reject(damaged) : memory.readEnd(...args)),
  };
  const leads = ["east", "west"].map((region) => createLead({ log, region, regions, clock }));
  junk = true;
  for (const lead of leads) await expect(lead.current()).rejects.toMatchObject({ code: "log.malformed_record" });
  junk = false;
  expect((await Promise.all(leads.map((lead) => lead.current()))).map((standing) => standing.leads)).toEqual([true, false]);
  junk = true;
  time.ms = 30_000;
  await expect(leads[0]?.current()).rejects.toMatchObject({ code: "log.malformed_record" });
});

it("a clock that is set back keeps no old answer alive", async () => {
  const { leadOf, time, reads } = setUp();
  const lead = leadOf("east");
  time.ms = 3_600_000;
  await lead.current();
  time.ms = 0;
  await lead.current();
  expect(reads()).toBe(2);
});

it.each([
  ["the leadership stream", { streamId: LEADERSHIP_STREAM, epoch: 0 }, 2],
  ["a later epoch", { streamId: "EXEC#a", epoch: 1 }, 2],
  ["the same epoch", { streamId: "EXEC#a", epoch: 0 }, 1],
])("a commit of %s that passes by has it read again, or not", async (_, commit, reads) => {
  const world = setUp();
  const lead = world.leadOf("east");
  await lead.current();
  lead.notice(commit);
  await lead.current();
  expect(world.reads()).toBe(reads);
});

it("says at most every thirty seconds that a part lives, and again at once when that failed", async () => {
  const { clock, time } = setUp();
  const deployments = createMemoryDeployments();
  const written: string[] = [];
  const warnings: string[] = [];
  let failing = true;
  const sayAlive = createSayAlive({
    deployments: {
      write: async (beat) => {
        if (failing) throw new Error("throttled");
        written.push(beat.at);
        await deployments.write(beat);
      },
    },
    region: "west",
    part: "planner",
    clock,
    logger: { warn: (message) => warnings.push(message) },
  });
  await sayAlive();
  failing = false;
  await sayAlive();
  time.ms = 29_000;
  await sayAlive();
  time.ms = 30_000;
  await sayAlive();
  expect([written.length, warnings.length]).toEqual([2, 1]);
  const beats = await deployments.read("west");
  expect(silentParts(beats, Date.parse(NOW) + 30_000)).toEqual(["publisher"]);
  expect(silentParts(beats, Date.parse(NOW) + 180_000)).toEqual(["planner", "publisher"]);
});
