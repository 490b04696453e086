// An adapter that shares no line with us, in Python: it holds against the kit's faults from outside, broken copies of it do not, and a plan runs through it.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { PutRuleCommand, PutTargetsCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { program } from "./environments.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const run = promisify(execFile);
/** Ten deaths and the broken copies take minutes, most of them waited. */
const whole = process.env["DR_SOAK"] === "1";
const root = join(import.meta.dirname, "../..");
const python = program("peers", "python");
const source = join(root, "examples/adapter-python/adapter.py");
const TECHNOLOGY = "maintenance_page";
const keys = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "y" };
const client = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "y" } };

describe.runIf(process.env["DR_INTEROP"] === "1")("an adapter in Python", () => {
  const data = createDataFolder();
  let runtime: SpawnedRuntime;
  let adapter: ChildProcess | undefined;

  beforeAll(async () => {
    runtime = await startRuntime(data.path, ["--speed", "600"]);
  }, 300_000);

  afterAll(async () => {
    adapter?.kill("SIGKILL");
    await runtime.stop();
    data.remove();
  });

  async function createQueue(name: string): Promise<string> {
    const sqs = new SQSClient({ ...client, endpoint: runtime.ready.aws.sqs });
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: "2" } }));
    return QueueUrl;
  }

  const argsOf = (name: string, queue: string): string[] => {
    const { sqs, events } = runtime.ready.aws;
    const files = ["--pages", join(data.path, `${name}-pages.sqlite`), "--ledger", join(data.path, `${name}-ledger.sqlite`)];
    return ["--queue", queue, "--sqs", sqs, "--events", events, ...files];
  };

  /** Holds one version of the adapter against the faults; the names of the cases that failed. */
  async function conform(name: string, file: string, kills: number): Promise<{ passed: number; failed: readonly string[] }> {
    const queue = await createQueue(`outside-${name}`);
    const { sqs, events } = runtime.ready.aws;
    const own = argsOf(name, queue);
    const options = {
      technology: TECHNOLOGY,
      operation: "switch_on",
      resources: '{"pages":["shop-{n}"]}',
      invalid: '{"pages":[]}',
      effects: [python, file, ...own, "--effects"].join(" "),
      kills: String(kills),
      patience: "12",
      queue,
      sqs,
      events,
    };
    const flags = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
    const main = [join(root, "e2e/outside/main.ts"), ...flags, "--json", "--", python, file, ...own];
    const { stdout } = await run(process.execPath, main, { env: { ...process.env, ...keys } }).catch(
      (error: unknown) => error as { stdout: string },
    );
    const { passed, results } = JSON.parse(stdout) as { passed: number; results: { name: string; wrong: string | null }[] };
    return { passed, failed: results.filter(({ wrong }) => wrong !== null).map(({ name: each }) => each) };
  }

  const deaths = whole ? 10 : 1;
  it(`holds against every fault, with ${deaths} deaths`, { timeout: 240_000 }, async () => {
    expect(await conform("good", source, deaths)).toEqual({ passed: 9 + deaths, failed: [] });
  });

  const broken = [
    ["forgets", 'if known["answer"]:', "if False:", "a request that comes again after the end is answered again, from memory"],
    [
      "believes",
      'if event["source"] != LOG_SOURCE or envelope["source"] != LOG_SOURCE:',
      "if False:",
      "a request that is not the log's does nothing",
    ],
    ["dies", "except Poison as poison:", "except ZeroDivisionError as poison:", "poison is put aside and its neighbours go on"],
    ["mixes", '"attempt": task["attempt"],', '"attempt": task["attempt"] + 1,', "a task is done once and answered"],
    ["lags", 'if known and request["epoch"] < known["epoch"]:', "if False:", "a request of an epoch that is over does nothing"],
  ] as const;

  it.runIf(whole).each(broken)("finds the copy that %s", { timeout: 240_000 }, async (name, from, to, caught) => {
    const text = readFileSync(source, "utf8");
    expect(text.split(from)).toHaveLength(2);
    const file = join(data.path, `${name}.py`);
    writeFileSync(file, text.replace(from, to));
    expect((await conform(name, file, 0)).failed).toContain(caught);
  });

  it(
    "takes part in a plan: registered by a parameter, asked by a rule of the bus, believed by its answer",
    { timeout: 120_000 },
    async () => {
      const queue = await createQueue("adapter-python");
      const events = new EventBridgeClient({ ...client, endpoint: runtime.ready.aws.events });
      const ssm = new SSMClient({ ...client, endpoint: runtime.ready.aws.estate });
      const [bus, arn] = ["dr-orchestration", "arn:aws:sqs:us-east-1:000000000000:adapter-python"];
      const ours = { type: [TECHNOLOGY] };
      const rules = [
        ["python-waves", { "detail-type": ["WaveStarted"], detail: { data: { technologies: ours } } }],
        ["python-tasks", { "detail-type": [{ prefix: "Technology" }], detail: { data: { task: ours } } }],
      ] as const;
      for (const [Name, pattern] of rules) {
        await events.send(
          new PutRuleCommand({ Name, EventBusName: bus, EventPattern: JSON.stringify({ source: ["dr.orchestration"], ...pattern }) }),
        );
        await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: bus, Targets: [{ Id: "adapter", Arn: arn }] }));
      }
      const operation = {
        name: "switch_on",
        description: "Shows the maintenance page",
        reversibility: "reversible",
        defaults: { timeoutSeconds: 60, heartbeatSeconds: 30 },
        resourcesSchema: { type: "object", properties: { pages: { type: "array", items: { type: "string" } } }, required: ["pages"] },
        configSchema: { type: "object", properties: {} },
      };
      const Value = JSON.stringify({ technology: TECHNOLOGY, version: "1.0.0", operations: [operation] });
      await ssm.send(new PutParameterCommand({ Name: `/dr-orchestration/adapters/${TECHNOLOGY}/switch_on`, Value, Type: "String" }));
      adapter = spawn(python, [source, ...argsOf("ring", queue)], { stdio: "ignore", env: { ...process.env, ...keys } });

      const technologies = [{ type: TECHNOLOGY, operation: "switch_on", resources: { pages: ["shop"] } }];
      await savePlan(runtime.as("DRPlanManager"), {
        planId: "python",
        name: "Python",
        waves: [{ waveNumber: 1, name: "Page", technologies }],
      });
      const executionId = await startExecution(runtime.as("DROperator"), { planId: "python", executionType: "recovery" });
      const ended = await untilStatus(runtime.as("DROperator"), executionId, ["completed", "failed"]);
      expect(ended.status).toBe("completed");
      const { stdout } = await run(python, [source, ...argsOf("ring", queue), "--effects"]);
      expect(
        stdout
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => (JSON.parse(line) as string[]).slice(0, 2)),
      ).toEqual([["shop", "on"]]);
    },
  );
});
