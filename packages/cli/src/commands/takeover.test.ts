// `dr takeover` signs, repeats until everything is led by the new epoch, and says what is not.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { runOn } from "../testing/terminal.ts";

const servers: (() => void)[] = [];
afterEach(() => servers.splice(0).forEach((close) => close()));

async function serve(answers: readonly { status: number; body: unknown }[]) {
  const requests: { authorization: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const { status = 500, body = {} } = answers[requests.length] ?? {};
      requests.push({ authorization: request.headers["authorization"] ?? "", body: JSON.parse(text) as unknown });
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(() => server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const KEYS = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "secret" };
const run = (args: readonly string[], variables: Record<string, string> = KEYS) => runOn({ variables }, ...args);

const done = { epoch: 2, region: "us-west-2", complete: true, takenOver: 1, results: [{ executionId: "exec-1", outcome: "taken_over" }] };

it("signs the request and repeats it until it is complete", async () => {
  const { endpoint, requests } = await serve([
    { status: 206, body: { ...done, complete: false } },
    { status: 200, body: done },
  ]);
  const { code, out } = await run([
    "takeover",
    "--endpoint",
    endpoint,
    "--region",
    "us-west-2",
    "--epoch",
    "2",
    "--reason",
    "us-east-1 is lost",
  ]);
  expect(code).toBe(0);
  expect(out).toEqual(["1 executions are led by us-west-2 in epoch 2; no open execution is left to the old epoch"]);
  const asked = { region: "us-west-2", reason: "us-east-1 is lost", epoch: 2 };
  expect(requests.map((request) => request.body)).toEqual([asked, asked]);
  expect(requests[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/us-west-2\/execute-api\/aws4_request/);
});

it("tells why the API refused", async () => {
  const { endpoint } = await serve([{ status: 403, body: { code: "auth.forbidden" } }]);
  const { code, error } = await run(["takeover", "--endpoint", endpoint, "--reason", "x"]);
  expect(code).toBe(2);
  expect(error).toEqual(['cli.refused: the API answered 403: {"code":"auth.forbidden"}']);
});

it.each([
  [
    ["--epoch", "two"],
    { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" },
    "cli.epoch_invalid: --epoch two: expected a whole number from 1 on",
  ],
  [[], {}, "cli.credentials_missing: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a role that may take over"],
])("refuses %j with %j before it calls anybody", async (extra, environment, message) => {
  const { code, error } = await run(["takeover", "--endpoint", "http://127.0.0.1:1", "--reason", "x", ...extra], environment);
  expect([code, error]).toEqual([2, [message]]);
});
