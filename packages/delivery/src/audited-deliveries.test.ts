// What is told of deliveries, and by whom it is not: a trail that cannot be told holds up nothing.
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, expect, test } from "vitest";
import { createAuditTrail } from "./audit-trail.ts";
import { toDeliveryAudit } from "./audited-deliveries.ts";
import type { Receiver } from "./receiver.ts";
import type { DeliveryRecord } from "./stores.ts";
import { sampleEvent } from "./testing/sample-event.ts";

const NOON = "2026-11-29T12:00:00.000Z";
const clock = createVirtualClock(NOON);
const receiver = (receiverId: string, enabled = true): Receiver => ({
  receiverId,
  kind: "slack",
  filter: {},
  settings: {},
  enabled,
  since: NOON,
  ratePerSecond: 1,
  retryHours: 1,
});
const { envelope } = sampleEvent("e", 3, NOON);
const record = (more: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
  receiverId: "connectors.slack",
  eventId: envelope.id,
  executionId: "e",
  sequence: 3,
  type: envelope.type,
  at: NOON,
  attempt: 2,
  outcome: "dead",
  status: 404,
  latencyMs: 12,
  reason: `answered 404 ${"x".repeat(900)}`,
  ...more,
});

let put: { source: string; detailType: string; detail: { id: string; subject: string; actor: string; data: Record<string, unknown> } }[] =
  [];
let known: Receiver[] = [];
let lost: string[] = [];
let fails = false;
beforeEach(() => {
  [put, known, lost, fails] = [[], [receiver("audit.splunk")], [], false];
});
const audit = createAuditTrail({
  bus: {
    publish: async (entries) => {
      if (fails) throw new Error("no bus");
      put.push(...(entries as unknown as typeof put));
    },
  },
  clock,
  newId: () => "1",
  logger: { warn: () => undefined },
  metrics: { count: (name) => void lost.push(name) },
});
const end = (who: Receiver, what: DeliveryRecord) =>
  toDeliveryAudit({ audit, receivers: { list: () => Promise.resolve(known) }, clock })(who, envelope, what);

test("a delivery that ended is told under the source of audits, its texts cut", async () => {
  await end(receiver("connectors.slack"), record());
  expect(put).toMatchObject([
    {
      source: "dr.audit",
      detailType: "DeliveryEnded",
      detail: {
        id: "audit-1",
        source: "dr.audit",
        subject: "e",
        data: { outcome: "dead", attempts: 2, status: 404, eventId: envelope.id },
      },
    },
  ]);
  expect(String(put[0]?.detail.data["reason"])).toHaveLength(500);
});

test.each<[string, Receiver, DeliveryRecord, Receiver[]]>([
  ["one to the auditors themselves", receiver("audit.splunk"), record(), [receiver("audit.splunk")]],
  ["one that goes on", receiver("connectors.slack"), record({ outcome: "retry" }), [receiver("audit.splunk")]],
  ["any while nobody audits", receiver("connectors.slack"), record(), [receiver("audit.splunk", false), receiver("connectors.slack")]],
])("%s is not told", async (_name, who, what, all) => {
  known = all;
  await end(who, what);
  expect(put).toEqual([]);
});

test("a bus that takes nothing is counted, and nobody fails for it", async () => {
  fails = true;
  await expect(end(receiver("connectors.slack"), record())).resolves.toBeUndefined();
  expect(lost).toEqual(["AuditEventLost"]);
});
