// What leaves the house: names, signatures, and nothing that is named like a secret.
import { eventDefinitions } from "@dr/events";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { outsideName } from "./outside-name.ts";
import { redact } from "./redact.ts";
import { deriveWebhookSecret, signWebhook } from "./standard-webhooks.ts";

test.each([
  ["ExecutionStarted", {}, "dr.execution.started"],
  ["WaveCompleted", {}, "dr.wave.completed"],
  ["TechnologyRetryScheduled", {}, "dr.technology.retry_scheduled"],
  ["ExecutionPaused", { approval: null }, "dr.execution.paused"],
  ["ExecutionPaused", { approval: { minApprovals: 1 } }, "dr.approval.requested"],
  ["ApprovalRecorded", {}, "dr.approval.recorded"],
])("%s %j is %s", (type, data, name) => {
  expect(outsideName({ type, data })).toBe(name);
});

test("no two event types have one name outside", () => {
  const names = eventDefinitions.map(({ type }) => outsideName({ type, data: {} }));
  expect(new Set(names).size).toBe(eventDefinitions.length);
});

test("secrets by name do not leave, at any depth; flags do", () => {
  const data = { password: "a", nested: [{ apiKey: "b", taskToken: "c", name: "d" }], tokenRequired: true, secretArn: "arn" };
  expect(redact(data)).toEqual({
    password: "[redacted]",
    nested: [{ apiKey: "[redacted]", taskToken: "[redacted]", name: "d" }],
    tokenRequired: true,
    secretArn: "[redacted]",
  });
});

describe("a signature", () => {
  const [old, fresh] = [deriveWebhookSecret("key", "r", 1), deriveWebhookSecret("key", "r", 2)];
  const body = JSON.stringify({ type: "dr.wave.completed", data: { ü: "é" } });
  const now = Date.parse("2026-11-28T12:00:00.000Z");
  const timestampSeconds = now / 1_000;
  // The library looks at the clock itself.
  beforeAll(() => void vi.useFakeTimers({ now, toFake: ["Date"] }));
  afterAll(() => void vi.useRealTimers());
  const headers = (secrets = [fresh, old]) => ({ ...signWebhook(secrets, { id: "e-1", timestampSeconds, body }) });

  test("is taken by the library that receivers use, with the old secret and with the new one", () => {
    expect(new Webhook(old).verify(body, headers())).toEqual(JSON.parse(body));
    expect(new Webhook(fresh).verify(body, headers())).toEqual(JSON.parse(body));
  });

  test("does not fit another body, another id, or another receiver's secret", () => {
    const verify = (secret: string, text: string, sent: Record<string, string>) => () => new Webhook(secret).verify(text, sent);
    expect(verify(fresh, `${body} `, headers())).toThrow("No matching signature found");
    expect(verify(fresh, body, { ...headers(), "webhook-id": "e-2" })).toThrow("No matching signature found");
    expect(verify(deriveWebhookSecret("key", "s", 2), body, headers())).toThrow("No matching signature found");
    expect(verify(old, body, headers([fresh]))).toThrow("No matching signature found");
  });
});
