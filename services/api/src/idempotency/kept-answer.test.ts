// A secret that was shown once lies nowhere in clear, and the repeat of its request still gets it.
import { deriveWebhookSecret } from "@dr/delivery";
import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { createMemoryRecords } from "../../test/memory-records.ts";
import { twoWaves } from "../../test/plans.ts";
import { memoryWebhooks } from "../../test/webhooks.ts";
import { createAnswerKeeping } from "./kept-answer.ts";

function apiWithWebhooks(overrides: Parameters<typeof createTestApi>[0] = {}) {
  const webhooks = memoryWebhooks({ readKey: () => Promise.resolve("the platform's own key") });
  return createTestApi({ openWebhooks: () => Promise.resolve(webhooks), ...overrides });
}

test("every answer that tells a secret is sealed in the table, and given again as it was", async () => {
  const api = apiWithWebhooks();
  await api.call("POST /plans", { body: twoWaves });
  const once = (key: string, route: string, body?: unknown) => api.call(route, { headers: { "idempotency-key": key }, body });
  const url = "https://hooks.example.com/dr";
  const webhook = await once("1", "POST /webhooks", { url });
  const rotate = `POST /webhooks/${webhook.body.webhook.webhookId}/secret`;
  const rotated = await once("2", rotate);
  const start = { planId: "two-waves", executionType: "drill", force: true, callback: { url } };
  const started = await once("3", "POST /executions", start);
  const told = [webhook.body.secret, rotated.body.secret, started.body.callback.secret];
  expect(told.map((secret) => secret.startsWith("whsec_"))).toEqual([true, true, true]);
  expect(new Set(told).size).toBe(3);

  const kept = api.records.all().map(({ answer }) => answer ?? "");
  expect(kept.map((answer) => answer.startsWith("sealed:"))).toEqual([true, true, true]);
  for (const secret of told) expect(JSON.stringify(api.records.all())).not.toContain(secret.slice("whsec_".length));

  const again = [await once("1", "POST /webhooks", { url }), await once("2", rotate), await once("3", "POST /executions", start)];
  expect(again.map(({ body }) => body.secret ?? body.callback.secret)).toEqual(told);
});

test("a rotation whose answer was lost is repeated under its key without a second secret", async () => {
  const records = createMemoryRecords();
  let dies = false;
  const api = apiWithWebhooks({
    idempotencyRecords: {
      ...records,
      complete: (record, answer) => (dies ? Promise.reject(new Error("the environment died")) : records.complete(record, answer)),
    },
  });
  const { body } = await api.call("POST /webhooks", { body: { url: "https://hooks.example.com/dr" } });
  const rotate = (key: string) => api.call(`POST /webhooks/${body.webhook.webhookId}/secret`, { headers: { "idempotency-key": key } });
  dies = true;
  expect((await rotate("1")).status).toBe(500);
  dies = false;
  await api.clock.sleep(36_000);
  const repeated = await rotate("1");
  const [again, next] = [await rotate("1"), await rotate("2")];
  expect([repeated.status, again.body.secret === repeated.body.secret, next.body.secret === repeated.body.secret]).toEqual([
    200,
    true,
    false,
  ]);
  // The secret that was made is the successor of the first, which still signs beside it.
  expect(repeated.body.secret).toBe(deriveWebhookSecret("the platform's own key", body.webhook.webhookId, 2));
  expect(next.body.secret).toBe(deriveWebhookSecret("the platform's own key", body.webhook.webhookId, 3));
});

test("an answer without a secret stays readable; one with a secret is not kept without a key, and opens under its own record only", async () => {
  const keeping = createAnswerKeeping(() => Promise.resolve({ readKey: () => Promise.resolve("key") }));
  const answer = (body: object) => ({ status: 201, body });
  const open = answer({ text: "whsec_ is how they begin" });
  expect(await keeping.toKept("a", open)).toBe(JSON.stringify(open));
  const secret = answer({ secret: "whsec_x" });
  const kept = await keeping.toKept("a", secret);
  expect(kept.startsWith("sealed:")).toBe(true);
  expect(await keeping.toAnswer("a", kept)).toBe(JSON.stringify(secret));
  await expect(keeping.toAnswer("b", kept)).rejects.toThrow("unable to authenticate data");
  await expect(createAnswerKeeping(() => Promise.resolve(undefined)).toKept("a", secret)).rejects.toMatchObject({
    code: "internal.unexpected",
  });
});
