// A webhook's own page: how well it is, and what can be sent again.
import { createMemoryStores, liveLaneId, type DeliveryRecord } from "@dr/delivery";
import { sampleEvent } from "@dr/delivery/testing";
import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { memoryWebhooks } from "../../test/webhooks.ts";

const AT = "2026-11-22T12:00:00.000Z";

async function given() {
  const stores = createMemoryStores();
  const told: unknown[] = [];
  const webhooks = memoryWebhooks({ stores, tell: (message) => Promise.resolve(void told.push(message)) });
  const api = createTestApi({ openWebhooks: () => Promise.resolve(webhooks) });
  const made = await api.call("POST /webhooks", { body: { url: "https://hooks.example.com/" } });
  const webhookId: string = made.body.webhook.webhookId;
  return { api, stores, webhookId, told };
}

test("says that it rests after five failures in a row, since when, until when and why; nobody has to read a log for it", async () => {
  const { api, stores, webhookId } = await given();
  expect((await api.call(`GET /webhooks/${webhookId}`)).body.health).toEqual({ state: "untried", failures: 0 });
  const base = { receiverId: webhookId, eventId: "EXEC#e:1", executionId: "e", sequence: 1, type: "WaveCompleted" };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const record: DeliveryRecord = {
      ...base,
      attempt,
      at: AT.replace("00.000", `0${attempt}.000`),
      outcome: "retry",
      reason: "answered 503",
    };
    await stores.records.add(record);
  }
  expect((await api.call(`GET /webhooks/${webhookId}`)).body.health).toEqual({
    state: "resting",
    failures: 5,
    failingSince: "2026-11-22T12:00:01.000Z",
    restsUntil: "2026-11-22T12:00:15.000Z",
    lastReason: "answered 503",
  });
});

test("what stands after a cursor of the feed is sent again; a request with both, or with neither, is refused", async () => {
  const { api, stores, webhookId, told } = await given();
  for (const sequence of [1, 2, 3]) await stores.events.add(sampleEvent("e", sequence, AT));
  const replay = (body: object) => api.call(`POST /webhooks/${webhookId}/replay`, { body });
  const answer = await replay({ after: `${AT}#e-1` });
  expect([answer.status, answer.body]).toEqual([202, { events: 2 }]);
  expect(told.at(-1)).toMatchObject({ kind: "lane", laneId: expect.stringContaining(liveLaneId(webhookId, "e")) });
  expect((await replay({ after: "last week" })).body.code).toBe("delivery.bad_cursor");
  for (const body of [{}, { since: AT, after: `${AT}#e-1` }]) expect((await replay(body)).body.code).toBe("request.invalid");
});

test("everybody who is told is listed: off, with the reason; at rest, since when, until when and why; well", async () => {
  const { api, stores, webhookId } = await given();
  const base = { filter: {}, settings: { url: "https://secret.example.com/token" }, since: AT, ratePerSecond: 1, retryHours: 1 };
  const failing = { failures: 6, since: AT, restsUntil: "2999-01-01T00:00:00.000Z", lastReason: "answered 503" };
  await stores.receivers.put({ ...base, receiverId: "connectors.slack", kind: "slack", enabled: true, failing });
  const { restsUntil: _, ...seldom } = failing;
  await stores.receivers.put({ ...base, receiverId: "itsm.bmc", kind: "bmc", enabled: true, failing: seldom });
  await stores.receivers.put({ ...base, receiverId: "audit.splunk", kind: "none", enabled: false, disabledReason: "expected a host" });
  const { status, body } = await api.call("GET /receivers");
  expect(status).toBe(200);
  expect(JSON.stringify(body)).not.toContain("token");
  expect(
    body.receivers.map(({ receiverId, status: is, reason, health }: Record<string, unknown>) => [receiverId, is, reason, health]),
  ).toEqual([
    ["audit.splunk", "disabled", "expected a host", { state: "well", failures: 0 }],
    [
      "connectors.slack",
      "active",
      undefined,
      { state: "resting", failures: 6, failingSince: AT, restsUntil: failing.restsUntil, lastReason: "answered 503" },
    ],
    ["itsm.bmc", "active", undefined, { state: "failing", failures: 6, failingSince: AT, lastReason: "answered 503" }],
    [webhookId, "verifying", undefined, { state: "well", failures: 0 }],
  ]);
});

test("a filter names types of events that there are: one that is misspelt would be waited for in vain", async () => {
  const { api, webhookId } = await given();
  const body = (type: string) => ({ url: "https://hooks.example.com/", filter: { types: ["WaveCompleted", type] } });
  for (const route of ["POST /webhooks", `PUT /webhooks/${webhookId}`]) {
    const refused = await api.call(route, { body: body("ExecutionComplete") });
    expect([refused.status, refused.body.errors[0].path, refused.body.errors[0].expected]).toEqual([
      400,
      "filter.types[1]",
      "ExecutionCompleted",
    ]);
    expect((await api.call(route, { body: body("ExecutionCompleted") })).status).toBeLessThan(300);
  }
});
