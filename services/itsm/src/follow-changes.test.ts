// From an approval that is waited for to a change, and back: adopted after a lost answer, approved by known people, taken back.
import { attempt, type LaneMemory, type Receiver } from "@dr/delivery";
import type { ApiRequest } from "@dr/delivery/call-api-client";
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { createFakeSystem } from "../test/fake-system.ts";
import { fileChanges } from "./file-changes.ts";
import { createFollowChanges } from "./follow-changes.ts";
import { createMemoryChanges } from "./followed-changes.ts";

const NOON = "2026-11-29T12:00:00.000Z";
const approvers = JSON.stringify({ "rita.change": "DRRecoveryManager/rita", "rob.change": "DRRecoveryManager/rob" });
const fact = (type: string, data: Record<string, unknown> = {}, sequence = 5) => ({
  specversion: "1.0" as const,
  id: `EXEC#e:${sequence}`,
  source: "dr.orchestration",
  type,
  time: NOON,
  subject: "e",
  dataschema: "urn:x",
  sequence,
  correlationid: "c",
  causationid: "c",
  epoch: 0,
  schemaversion: 1,
  actor: "planner",
  data,
});
const pause = fact("ExecutionPaused", {
  pauseId: "e:pause:1",
  reason: "before_wave",
  expiresAt: "2026-11-30T12:00:00.000Z",
  approval: { planHash: "aa", manifestHash: "bb", mode: "planned" },
});

let fake = createFakeSystem();
let changes = createMemoryChanges();
let memory: LaneMemory = {};
let receiver: Receiver;
let asked: ApiRequest[] = [];
let answer = { status: 200, body: {} as Record<string, unknown> };

beforeEach(() => {
  fake = createFakeSystem();
  changes = createMemoryChanges();
  memory = {};
  asked = [];
  answer = { status: 200, body: {} };
  receiver = {
    receiverId: "itsm.x",
    kind: "x",
    filter: {},
    settings: { approvers },
    enabled: true,
    since: NOON,
    ratePerSecond: 1,
    retryHours: 1,
  };
});
const clock = createVirtualClock(NOON);
const callApi = (request: ApiRequest) => {
  asked.push(request);
  return Promise.resolve(answer);
};
const quiet = { logger: { info: () => undefined, warn: () => undefined }, metrics: { count: () => undefined } };
const follow = () =>
  createFollowChanges({
    changes,
    receiverOf: () => Promise.resolve(receiver),
    open: () => Promise.resolve(fake.system),
    callApi,
    clock,
    ...quiet,
  })();
const hear = async (event: ReturnType<typeof fact>, tags: Record<string, string> = {}) => {
  const integration = fileChanges({ kind: "x", changes, open: () => Promise.resolve(fake.system) });
  const context = { executionId: "e", planId: "shop", executionType: "recovery", mode: "planned", tags } as const;
  const result = await attempt(
    integration,
    () => Promise.reject(new Error("not used")),
    { event, context, memory, receiver },
    { taken: [], unanswered: false },
  );
  ({ memory } = result);
  return result.verdict.kind;
};
const approvals = () => asked.filter(({ path }) => path.endsWith("/approvals"));
const told = () => asked.filter(({ path }) => path.endsWith("/changes")).map(({ as, body }) => [as, body]);
const number = (): string => [...fake.changes.keys()][0] ?? "";
const approveThere = (user = "rita.change") => {
  fake.votes.push({ id: `vote-${fake.votes.length}`, user, decision: "approved" });
  fake.edit(number(), { approval: "approved", phase: "scheduled" });
};

describe("a pause that asks for an approval", () => {
  test("is one change, also when the answer to its creation was lost", async () => {
    fake.state.losesAnswers = true;
    expect(await hear(pause)).toBe("retry");
    fake.state.losesAnswers = false;
    expect(await hear(pause)).toBe("sent");
    expect(fake.changes.size).toBe(1);
    expect(memory).toMatchObject({ changeId: number() });
    expect((await changes.list()).map(({ changeId }) => changeId)).toEqual([number()]);
  });

  test("is written into the change that the execution names", async () => {
    const theirs = await fake.system.create({ correlationId: "", title: "", description: "made by people" });
    expect(await hear(pause, { ChangeNumber: theirs.number })).toBe("sent");
    expect(fake.changes.size).toBe(1);
    expect(fake.changes.get(theirs.number)?.description).toMatch(/^made by people\n[^]*planHash=aa manifestHash=bb mode=planned/);
  });

  test("and, at the next gate, is followed for that one alone: what it was before is not taken for edited", async () => {
    const theirs = await fake.system.create({ correlationId: "", title: "", description: "made by people" });
    const tags = { ChangeNumber: theirs.number };
    await hear(pause, tags);
    approveThere();
    await follow();
    asked = [];
    await hear(fact("ExecutionPaused", { ...pause.data, pauseId: "e:pause:2" }, 9), tags);
    await follow();
    expect(asked.map(({ method }) => method)).toEqual(["POST", "POST"]);
    expect(approvals().map(({ body }) => (body as { pauseId: string }).pauseId)).toEqual(["e:pause:2"]);
  });

  test("a change that was approved before it said what it approves counts for nothing, says so, and has to be approved again", async () => {
    const theirs = await fake.system.create({ correlationId: "", title: "", description: "made by people" });
    approveThere();
    await hear(pause, { ChangeNumber: theirs.number });
    await follow();
    expect(asked).toEqual([]);
    expect(fake.notes).toEqual([
      "What was approved before this change said what it approves does not count: please approve it again.\n[dr:before]",
    ]);
    approveThere("rob.change");
    await follow();
    expect(approvals().map(({ as }) => as)).toEqual(["DRRecoveryManager/rob"]);
    // The next gate asks for the same, and who approved of this one approved of that; another plan has to be approved anew.
    await hear(fact("ExecutionPaused", { ...pause.data, pauseId: "e:pause:2" }, 9), { ChangeNumber: theirs.number });
    await follow();
    expect(approvals().length).toBe(2);
    const other = { planHash: "ac", manifestHash: "bb", mode: "planned" };
    await hear(fact("ExecutionPaused", { ...pause.data, pauseId: "e:pause:3", approval: other }, 11), { ChangeNumber: theirs.number });
    await follow();
    expect(approvals().length).toBe(2);
  });

  test("nothing is filed for a pause without an approval; what happens later is noted on the change", async () => {
    await hear(fact("ExecutionPaused", { pauseId: "p", approval: null }));
    expect(fake.changes.size).toBe(0);
    await hear(pause);
    await hear(fact("WaveCompleted", { waveNumber: 1 }, 6));
    await hear(fact("ExecutionCompleted", {}, 7));
    expect(fake.notes).toEqual([`WaveCompleted at ${NOON}: waveNumber 1\n[dr:EXEC#e:6]`, `ExecutionCompleted at ${NOON}\n[dr:EXEC#e:7]`]);
    expect(await changes.list()).toEqual([]);
  });
});

describe("a change that is followed", () => {
  beforeEach(async () => void (await hear(pause)));

  test("approved by somebody who is known, it approves as that person what it was made for, once", async () => {
    expect(await follow()).toEqual({ followed: 1, acted: 0 });
    approveThere();
    await follow();
    await follow();
    expect(told()).toEqual([
      [
        `DRSOrchestrationItsm/${number()}`,
        { system: "x", number: number(), standing: "approved", planHash: "aa", manifestHash: "bb", mode: "planned", by: ["rita.change"] },
      ],
    ]);
    expect(approvals()).toEqual([
      {
        as: "DRRecoveryManager/rita",
        method: "POST",
        path: "/api/v1/executions/e/approvals",
        body: {
          pauseId: "e:pause:1",
          decision: "approve",
          planHash: "aa",
          manifestHash: "bb",
          mode: "planned",
          comment: `by change ${number()}`,
        },
        key: expect.stringMatching(/^itsm-[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  test("counts as one approval whoever voted, and as each vote where that is wanted", async () => {
    fake.votes.push({ id: `vote-${fake.votes.length}`, user: "rob.change", decision: "approved" });
    approveThere();
    await follow();
    expect(approvals().map(({ as }) => as)).toEqual(["DRRecoveryManager/rob"]);
    receiver = { ...receiver, settings: { approvers, changeCountsAs: "votes" } };
    await changes.put({ ...((await changes.list())[0] as never as Awaited<ReturnType<typeof changes.list>>[number]), told: "" });
    await follow();
    expect(approvals().map(({ as }) => as)).toEqual(["DRRecoveryManager/rob", "DRRecoveryManager/rob", "DRRecoveryManager/rita"]);
  });

  test.each([
    [200, "", "all"],
    [409, "approval.already_decided", "all"],
    [403, "approval.self", undefined],
  ])("counts as all approvals where that is wanted, if one of its voters may approve here (%i %s)", async (status, code, countsAs) => {
    approveThere();
    receiver = { ...receiver, settings: { approvers, changeCountsAs: "all" } };
    answer = { status, body: { code } };
    await follow();
    expect(told().map(([, body]) => (body as { countsAs?: string }).countsAs)).toEqual([countsAs]);
  });

  test("approved by nobody who is known, it approves nothing and says so on the change", async () => {
    approveThere("somebody");
    receiver = { ...receiver, settings: { approvers, changeCountsAs: "all" } };
    await follow();
    expect(approvals()).toEqual([]);
    expect(told().map(([, body]) => body)).toEqual([expect.not.objectContaining({ countsAs: "all" })]);
    expect(fake.notes[0]).toContain("still waits");
  });

  test.each([
    ["edited", { description: "planHash=aa manifestHash=bb mode=unplanned" }],
    ["closed", { phase: "closed" as const }],
    ["moved to another correlation", { correlationId: "dr:other" }],
  ])("%s, it approves nothing although it is approved", async (_name, more) => {
    approveThere();
    fake.edit(number(), more);
    await follow();
    expect(asked).toEqual([]);
  });

  test("rejected, it is declined by whoever rejected", async () => {
    fake.votes.push({ id: `vote-${fake.votes.length}`, user: "rita.change", decision: "rejected" });
    fake.edit(number(), { approval: "rejected" });
    await follow();
    expect(asked.map(({ as, body }) => [as, (body as { decision: string }).decision])).toEqual([["DRRecoveryManager/rita", "decline"]]);
  });

  test.each([
    ["rejected", { approval: "rejected" as const }],
    ["cancelled", { phase: "cancelled" as const }],
    ["edited", { description: "" }],
    ["sent back", { approval: "requested" as const, phase: "open" as const }],
  ])("%s after it was approved, the recovery is asked to pause", async (_name, more) => {
    approveThere();
    await follow();
    asked = [];
    fake.edit(number(), more);
    await follow();
    expect(asked.map(({ method, path }) => [method, path])).toEqual([
      ["POST", "/api/v1/executions/e/changes"],
      ["PUT", "/api/v1/executions/e/pause"],
    ]);
    expect(asked[0]?.body).toMatchObject({ standing: "revoked", number: number() });
  });

  test.each([
    ["closed", { phase: "closed" as const }],
    ["past its window", { endsAt: "2026-11-29T11:00:00.000Z" }],
  ])("%s after it was approved, nothing is taken back", async (_name, more) => {
    approveThere();
    await follow();
    asked = [];
    fake.edit(number(), more);
    await follow();
    expect(asked).toEqual([]);
  });

  test("whose system is down approves nothing and takes nothing back; a refusal of the API is told on the change", async () => {
    approveThere();
    fake.state.isDown = true;
    expect(await follow()).toEqual({ followed: 1, acted: 0 });
    expect(asked).toEqual([]);
    fake.state.isDown = false;
    answer = { status: 403, body: { code: "approval.self" } };
    await follow();
    expect(fake.notes).toEqual([expect.stringContaining("refused: approval.self")]);
  });
});

test("an approval that the API could not take now is given by the next look, and one that it refused is not taken for given", async () => {
  await hear(pause);
  approveThere();
  const unavailable = createFollowChanges({
    changes,
    receiverOf: () => Promise.resolve(receiver),
    open: () => Promise.resolve(fake.system),
    callApi: () => Promise.reject(new Error("503")),
    clock,
    ...quiet,
  });
  expect(await unavailable()).toEqual({ followed: 1, acted: 0 });
  answer = { status: 403, body: { code: "approval.self" } };
  expect(await follow()).toEqual({ followed: 1, acted: 1 });
  expect((await changes.list()).map(({ approvedAt }) => approvedAt)).toEqual([undefined]);
});
