// An adapter that takes the question and never answers, one that cannot be reached, and one that answers after all: over a real connection.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BaseEnv } from "@dr/runtime";
import { afterEach, expect, test, vi } from "vitest";
import { createAskAdapter } from "./ask-adapter.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.unstubAllEnvs();
});

/** A Lambda endpoint; null never answers. Counts the questions. */
async function listen(answer: object | null) {
  let asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    if (answer !== null) response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server?.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ask: askAt(endpoint), asked: () => asked };
}
const askAt = (endpoint: string) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  return createAskAdapter({ AWS_REGION: "eu-central-1", DR_LAMBDA_ENDPOINT: endpoint } as BaseEnv);
};

test("one that is silent is not waited for any longer than was said", async () => {
  const { ask, asked } = await listen(null);
  await expect(ask("dr-adapter-x-queries", "readiness", {}, { withinMs: 150 })).rejects.toMatchObject({
    code: "query.unavailable",
    message: "its adapter did not answer within 0.15 s",
    details: { waitedMs: 150 },
  });
  expect(asked()).toBe(1);
});

test("one that cannot be reached is told by the error's name", async () => {
  const failed = await askAt("http://127.0.0.1:1")("dr-adapter-x-queries", "readiness", {}, { withinMs: 20_000 }).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: "query.unavailable", details: {} });
  expect((failed as Error).message).toMatch(/^its adapter does not answer: \w+$/);
});

test("one that answers is heard", async () => {
  const { ask } = await listen({ ok: true, value: { ready: true, checks: [] } });
  expect(await ask("dr-adapter-x-queries", "readiness", {}, { withinMs: 20_000 })).toEqual({ ready: true, checks: [] });
});
