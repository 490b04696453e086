// Approved changes that ask for a plan: it is started once, and by nothing that is not approved, scheduled and in its window.
import type { Receiver } from "@dr/delivery";
import type { ApiRequest } from "@dr/delivery/call-api-client";
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { createFakeSystem } from "../test/fake-system.ts";
import { createMemoryChanges } from "./followed-changes.ts";
import { createStartPlans } from "./start-plans.ts";

const NOON = "2026-11-29T12:00:00.000Z";
let fake = createFakeSystem();
let changes = createMemoryChanges();
let receiver: Receiver;
let asked: ApiRequest[] = [];
const answer = { status: 200, body: {} };
const clock = createVirtualClock(NOON);
const quiet = { logger: { info: () => undefined, warn: () => undefined }, metrics: { count: () => undefined } };
const callApi = (request: ApiRequest) => {
  asked.push(request);
  return Promise.resolve(answer);
};
const number = (): string => [...fake.changes.keys()][0] ?? "";
const approveThere = () => fake.edit(number(), { approval: "approved", phase: "scheduled" });

beforeEach(() => {
  fake = createFakeSystem();
  changes = createMemoryChanges();
  asked = [];
  receiver = { receiverId: "itsm.x", kind: "x", filter: {}, settings: {}, enabled: true, since: NOON, ratePerSecond: 1, retryHours: 1 };
});

describe("an approved change that names a plan", () => {
  const start = () =>
    createStartPlans({
      receivers: () => Promise.resolve([receiver]),
      open: () => Promise.resolve(fake.system),
      changes,
      callApi,
      clock,
      ...quiet,
    })();
  beforeEach(async () => {
    receiver = { ...receiver, settings: { startOnApproval: "on" } };
    await fake.system.create({ correlationId: "dr-plan:shop", title: "", description: "" });
  });

  test("starts it once, waiting for an approval, tagged with its number", async () => {
    expect(await start()).toBe(0);
    approveThere();
    expect([await start(), await start()]).toEqual([1, 0]);
    expect(asked.map(({ path, body }) => [path, body])).toEqual([
      [
        "/api/v1/executions",
        { planId: "shop", executionType: "recovery", mode: "planned", requireApproval: true, tags: { ChangeNumber: number() } },
      ],
    ]);
  });

  test.each([
    ["closed", { phase: "closed" as const }],
    ["rejected", { approval: "rejected" as const }],
    ["naming no plan in a form that plans have", { correlationId: "dr-plan:../x" }],
    ["in a window to come", { startsAt: "2026-11-30T12:00:00.000Z" }],
  ])("starts nothing when it is %s", async (_name, more) => {
    approveThere();
    fake.edit(number(), more);
    expect(await start()).toBe(0);
    expect(asked).toEqual([]);
  });

  test("is started once though every answer is lost, and after a day not again", async () => {
    approveThere();
    let lose = true;
    const lossy = (request: ApiRequest) => {
      asked.push(request);
      return lose ? Promise.reject(new Error("no answer")) : Promise.resolve(answer);
    };
    const later = createVirtualClock(NOON);
    const counted: string[] = [];
    const again = createStartPlans({
      receivers: () => Promise.resolve([receiver]),
      open: () => Promise.resolve(fake.system),
      changes,
      callApi: lossy,
      clock: later,
      logger: quiet.logger,
      metrics: { count: (name) => void counted.push(name) },
    });
    await again();
    later.advance(22 * 3_600_000);
    await again();
    expect(new Set(asked.map(({ key }) => key))).toEqual(new Set([`itsm-start-itsm.x-${number()}`]));
    later.advance(2 * 3_600_000);
    lose = false;
    expect([await again(), asked.length, counted]).toEqual([0, 2, ["ChangeUnread", "ChangeUnread", "ChangeStartUnknown"]]);
  });

  test("is started though another system cannot be asked", async () => {
    approveThere();
    const down = { ...receiver, receiverId: "itsm.down" };
    const both = createStartPlans({
      receivers: () => Promise.resolve([down, receiver]),
      open: ({ receiverId }) => (receiverId === "itsm.down" ? Promise.reject(new Error("down")) : Promise.resolve(fake.system)),
      changes,
      callApi,
      clock,
      ...quiet,
    });
    expect(await both()).toBe(1);
  });

  test("starts nothing where nobody switched that on", async () => {
    approveThere();
    receiver = { ...receiver, settings: {} };
    expect(await start()).toBe(0);
  });
});
