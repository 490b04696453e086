// Every bundle that is deployed, started by AWS's own runtime client as Lambda starts it: it asks for an event, and answers it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionManifest } from "@dr/runtime";
import { services } from "@dr/services";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleAll } from "./ring/deploy.ts";
import { environmentOf, type Bundle } from "./ring/functions.ts";
import { installRuntimeClient, whyNotBuilt } from "./runtime-client/install.ts";
import { coldStart } from "./runtime-client/start.ts";

const functions = services.flatMap((service) => service.functions);
const missing = whyNotBuilt();

/** An event that asks for nothing: what it is answered shows that the handler ran, whatever it depends on. */
function eventFor({ trigger, name }: FunctionManifest): unknown {
  if (trigger.kind === "queue" || trigger.kind === "stream") return { Records: [] };
  if (trigger.kind !== "http") return {};
  const requestContext = { accountId: "123456789012", stage: "$default", http: { method: "GET", path: "/nothing", sourceIp: "192.0.2.1" } };
  return { version: "2.0", rawPath: "/nothing", rawQueryString: "", headers: { host: `${name}.example.com` }, requestContext };
}

/** What it must say. Schedules and calls act on tables that are not there: that they say so by their own error is an answer. */
const ANSWERS: Readonly<Record<FunctionManifest["trigger"]["kind"], { readonly kind: RegExp; readonly body: unknown }>> = {
  queue: { kind: /^response$/, body: { batchItemFailures: [] } },
  stream: { kind: /^response$/, body: { batchItemFailures: [] } },
  http: { kind: /^response$/, body: { statusCode: expect.any(Number) as number } },
  schedule: { kind: /^(?:response|error)$/, body: expect.anything() as unknown },
  invoke: { kind: /^(?:response|error)$/, body: expect.anything() as unknown },
};

const isAsked = process.env["DR_INTEROP"] === "1";

describe.runIf(isAsked && missing !== undefined)("aws-lambda-ric", () => {
  it("cannot be built here", ({ skip }) => {
    skip(missing);
    expect(missing).toBeUndefined();
  });
});

describe.runIf(isAsked && missing === undefined)("aws-lambda-ric", () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-bundles-"));
  let bundles: readonly Bundle[];
  let runtimeClient: string;
  let nowhere: Server;

  beforeAll(async () => {
    [runtimeClient, bundles] = await Promise.all([installRuntimeClient(), bundleAll(folder)]);
    // Whatever is called refuses at once, for good.
    nowhere = createServer((_request, response) => response.writeHead(400).end(JSON.stringify({ __type: "ResourceNotFoundException" })));
    await new Promise<void>((resolve) => nowhere.listen(0, "127.0.0.1", resolve));
  }, 1_800_000);

  afterAll(() => {
    nowhere.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has all functions that are deployed", () => {
    expect(bundles.map(({ name }) => name).toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
  });

  it.each(functions.map((declared) => [declared.name, declared] as const))("starts %s, which answers", async (name, declared) => {
    const endpoint = `http://127.0.0.1:${(nowhere.address() as AddressInfo).port}`;
    const place = { endpoint, outward: endpoint };
    const environment = environmentOf(declared, { place, queues: { get: (queue) => `${endpoint}/000000000000/${queue}` } });
    const bundle = bundles.find((one) => one.name === name)!;
    const { readyMs, kind, body, output } = await coldStart(runtimeClient, bundle, eventFor(declared), environment);
    const wanted = ANSWERS[declared.trigger.kind];
    expect({ asksFor: readyMs === undefined ? output : "an event", kind, body }).toMatchObject({
      asksFor: "an event",
      kind: expect.stringMatching(wanted.kind) as string,
      body: wanted.body,
    });
  });
});
