// The ring on MiniStack: the same bundles, tables, queues, rules, mappings, schedules and routes that are deployed to AWS, on a server that no one here
// wrote; a recovery, and another one while microburst throttles, breaks and cuts answers of that server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SignedClient } from "@dr/client/signed-client";
import { parseHeadKey } from "@dr/event-log";
import { verifyExecution } from "@dr/evidence";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { bundleAll, deploy, type Ring } from "./ring/deploy.ts";
import { callerAs, callerWith } from "./ring/gateway.ts";
import { clientConfig, type Place } from "./ring/place.ts";
import { arrange, type Subject } from "./ring/subject.ts";
import { startTally, type Tally } from "./ring/tally.ts";
import { startMicroburst, startMiniStack, type Server } from "./servers.ts";

/** The acts of the plan, as they reach the server. */
const ACTS = ["FailoverDBCluster", "StartInstances", "POST /2013-04-01/hostedzone"];

/** Errors before the server, answers lost or cut after it acted, on our own platform and on what adapters act on. */
const FAULTS = [
  { service: "dynamodb", probability: 0.1, error: { code: "ProvisionedThroughputExceededException" } },
  { service: "dynamodb", operation: "PutItem", times: 3, response: { abort_frac: 0.1 } },
  { service: "sqs", operation: "SendMessage", times: 2, error: { code: "InternalError", status: 500 } },
  { service: "events", times: 3, error: { code: "InternalException", status: 500 } },
  { service: "events", times: 2, response: { abort_frac: 0.1 } },
  { service: "rds", operation: "FailoverDBCluster", times: 1, response: { abort_frac: 0.1 } },
  { service: "rds", times: 3, error: { code: "Throttling", status: 400 } },
  { service: "ec2", operation: "StartInstances", times: 1, response: { truncate_frac: 0.5 } },
  { service: "route53", times: 2, error: { code: "Throttling", status: 400 } },
];

describe.runIf(process.env["DR_INTEROP"] === "1")("the ring on MiniStack", () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-bundles-"));
  let ministack: Server;
  let tally: Tally;
  let microburst: Server;
  let place: Place;
  let ring: Ring;
  let operator: SignedClient;
  let planner: SignedClient;

  beforeAll(async () => {
    ministack = await startMiniStack();
    tally = await startTally(ministack.endpoint);
    microburst = await startMicroburst(tally.endpoint);
    place = { endpoint: ministack.endpoint, outward: microburst.endpoint };
    ring = await deploy(place, await bundleAll(folder));
    operator = await callerAs(place, ring.host, { role: "DROperator", name: "kim" });
    planner = await callerAs(place, ring.host, { role: "DRPlanManager", name: "ada" });
  }, 240_000);

  afterAll(async () => {
    ministack.stop();
    microburst.stop();
    await tally.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function recover({ plan }: Subject): Promise<string> {
    await savePlan(planner, plan);
    const executionId = await startExecution(operator, { planId: plan.planId, executionType: "recovery" });
    await untilStatus(operator, executionId, ["completed", "failed", "cancelled"], 240_000);
    return executionId;
  }

  async function expectRecovered(executionId: string, { facts, wanted }: Subject): Promise<void> {
    const { body } = await operator({ method: "GET", path: `/api/v1/executions/${executionId}` });
    expect(body["status"]).toBe("completed");
    expect(await facts()).toEqual(wanted);
    const { body: exported } = await operator({ method: "GET", path: `/api/v1/executions/${executionId}/export` });
    const [key, checkpointKey] = [parseHeadKey(ring.exportKey), parseHeadKey(ring.checkpointKey)];
    const { problems, signature, view, decisions } = verifyExecution(exported, { key, checkpointKey });
    expect({ problems, signature, view, decisions }).toEqual({
      problems: [],
      signature: "verified",
      view: "verified",
      decisions: "verified",
    });
  }

  /** What lies in the queues that nobody empties but people. */
  async function setAside(): Promise<readonly string[]> {
    const sqs = new SQSClient({ ...clientConfig(place), useQueueUrlAsEndpoint: false });
    const found: string[] = [];
    for (const [name, QueueUrl] of ring.queues) {
      if (!/-(?:dlq|failures)$/u.test(name)) continue;
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }));
      if (Attributes?.["ApproximateNumberOfMessages"] !== "0") found.push(name);
    }
    return found;
  }

  it("lets in nobody who has not signed, and answers who has", async () => {
    const plans = { method: "GET", path: "/api/v1/plans" };
    expect((await callerWith(place, ring.host, {})(plans)).status).toBe(403);
    expect(await operator(plans)).toMatchObject({ status: 200, body: { plans: [] } });
    const { body } = await operator({ method: "GET", path: "/api/v1/whoami" });
    expect(body).toMatchObject({ principal: "arn:aws:sts::000000000000:assumed-role/DROperator/kim" });
  });

  it("runs a recovery to completed, every effect once", { timeout: 300_000 }, async () => {
    const subject = await arrange(place, "quiet");
    const executionId = await recover(subject);
    await expectRecovered(executionId, subject);
    expect(tally.acts(ACTS).map(({ action }) => action)).toEqual(ACTS);
    expect(await setAside()).toEqual([]);
  });

  it("runs another one under faults of the wire, every effect once", { timeout: 300_000 }, async () => {
    const subject = await arrange(place, "faulty");
    const before = tally.acts(ACTS).length;
    const rules = await fetch(`${microburst.endpoint}/_microburst/rules`, { method: "POST", body: JSON.stringify(FAULTS) });
    expect(rules.status).toBeLessThan(300);
    const executionId = await recover(subject);
    const fired = (await (await fetch(`${microburst.endpoint}/_microburst/fired?limit=10000`)).json()) as readonly { service: string }[];
    await fetch(`${microburst.endpoint}/_microburst/rules`, { method: "DELETE" });
    await expectRecovered(executionId, subject);
    expect(
      tally
        .acts(ACTS)
        .slice(before)
        .map(({ action }) => action),
    ).toEqual(ACTS);
    expect([...new Set(fired.map(({ service }) => service))].toSorted((a, b) => a.localeCompare(b))).toEqual(
      expect.arrayContaining(["dynamodb", "events", "rds", "sqs"]),
    );
    expect(await setAside()).toEqual([]);
  });
});
