// Incidents at PagerDuty: pairs by key, valid by the documented schema, nothing for drills.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { fact, play, type Playing } from "../../test/given.ts";
import { pagerDutyIntegration } from "./pagerduty-integration.ts";

const schema = JSON.parse(readFileSync(join(import.meta.dirname, "../../test/events-v2.schema.json"), "utf8")) as object;
const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(schema, "pd");
const routingKey = "0123456789abcdef0123456789abcdef";
const lane = (playing: Playing = {}) =>
  play(pagerDutyIntegration({ readSecret: () => Promise.resolve({ routingKey }) }), { answer: () => taken, ...playing });
const taken = { status: 202, headers: {}, body: "{}", latencyMs: 1 };

const failed = (taskId: string, sequence: number) =>
  fact("TechnologyFailed", { waveNumber: 1, taskId, technology: "database", failure: { code: "x", message: "m".repeat(3_000) } }, sequence);
const story = [
  fact("ExecutionRequested", { requestedBy: "olga" }, 1),
  fact("ExecutionStarted", {}, 2),
  fact("ExecutionPaused", { pauseId: "p1", reason: "before_wave", expiresAt: "later", approval: { minApprovers: 1 } }, 3),
  fact("ExecutionResumed", { pauseId: "p1", by: "approval" }, 4),
  failed("w1-t0", 5),
  fact("TechnologyCompleted", { waveNumber: 1, taskId: "w1-t0" }, 6),
  failed("w1-t1", 7),
  fact("ExecutionFailed", { failure: { code: "x", message: "m" } }, 8),
  fact("ExecutionRedriven", { fromWave: 1, reason: "again" }, 9),
  fact("ExecutionCompleted", {}, 10),
];

test("every trigger is resolved under its own key when it is over, and every payload is valid", async () => {
  const pager = lane();
  for (const event of story) expect(await pager.event(event)).toEqual({ kind: "sent" });
  const incidents = pager.sent
    .filter(({ url }) => url.endsWith("/v2/enqueue"))
    .map(({ json }) => [json["event_action"], json["dedup_key"]]);
  expect(incidents).toEqual([
    ["trigger", "dr:e-1:approval:p1"],
    ["resolve", "dr:e-1:approval:p1"],
    ["trigger", "dr:e-1:1:w1-t0"],
    ["resolve", "dr:e-1:1:w1-t0"],
    ["trigger", "dr:e-1:1:w1-t1"],
    ["trigger", "dr:e-1"],
    ["resolve", "dr:e-1"],
    ["resolve", "dr:e-1:1:w1-t1"],
  ]);
  expect(pager.memory()).toEqual({ open: "[]" });
  for (const { url, json } of pager.sent) {
    const valid = ajv.validate(`pd#/definitions/${url.endsWith("/change/enqueue") ? "change" : "alert"}`, json);
    expect(valid ? [] : [json, ajv.errors]).toEqual([]);
  }
});

test("the schema refuses what PagerDuty refuses", () => {
  const wrong = [
    { routing_key: routingKey, event_action: "resolve" },
    { routing_key: "short", event_action: "resolve", dedup_key: "k" },
    { routing_key: routingKey, event_action: "trigger", payload: { summary: "s", source: "s", severity: "bad" } },
  ];
  expect(wrong.map((json) => ajv.validate("pd#/definitions/alert", json))).toEqual([false, false, false]);
});

test("a drill pages nobody", async () => {
  const pager = lane({ executionType: "drill" });
  for (const event of story) await pager.event(event);
  expect(pager.sent.filter(({ url }) => url.endsWith("/v2/enqueue"))).toEqual([]);
  expect(pager.sent[0]?.body).toContain("[DRILL] shop");
});

test("of two incidents that end together, what was taken is not sent again and what was not is", async () => {
  let refuse = false;
  const pager = lane({ answer: ({ id }) => (refuse && id.includes("t1") ? { ...taken, status: 503 } : taken) });
  await pager.event(failed("t0", 3));
  await pager.event(failed("t1", 4));
  refuse = true;
  const end = fact("ExecutionCompleted", {}, 5);
  expect(await pager.event(end)).toEqual({ kind: "retry", reason: "answered 503" });
  refuse = false;
  expect(await pager.event(end)).toEqual({ kind: "sent" });
  expect(pager.sent.slice(2).map(({ json }) => json["dedup_key"])).toEqual(["dr:e-1:1:t0", "dr:e-1:1:t1", "dr:e-1:1:t1"]);
});
