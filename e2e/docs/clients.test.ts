// docs/how-to/call-the-api.md as it stands: its scripts and requests run; the envelopes that cannot run here are held against what their makers say of them.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import type { SpawnedRuntime } from "@dr/local";
import { parse } from "yaml";
import * as z from "zod";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { install, program } from "../interop/environments.ts";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startRuntime } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const run = promisify(execFile);
const page = readFileSync(join(import.meta.dirname, "../../docs/how-to/call-the-api.md"), "utf8");
const data = createDataFolder();
let runtime: SpawnedRuntime;
let env: Record<string, string> = {};

/** The snippet of a section; `index` where there are several. */
function snippet(title: string, language: string): string {
  const section = page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(section)?.[1];
  if (found === undefined) throw new Error(`${title} shows no ${language}`);
  return found;
}

const answerSchema = z.looseObject({ executionId: z.string(), planId: z.string() });
const ended = async (executionId: string): Promise<string> => {
  const { body } = await runtime.as("DROperator")<{ planId: string; executionType: string }>({
    method: "GET",
    path: `/api/v1/executions/${executionId}/status`,
    headers: {},
  });
  return `${body.executionType} of ${body.planId}`;
};
const bash = async (script: string, more: Record<string, string> = {}): Promise<string> =>
  (await run("bash", ["-e", "-c", script], { cwd: data.path, env: { ...process.env, ...env, ...more }, timeout: 50_000 })).stdout;
const python = async (file: string): Promise<string> =>
  (await run(program("contract", "python"), [file], { cwd: data.path, env: { ...process.env, ...env }, timeout: 50_000 })).stdout;

beforeAll(async () => {
  await install(["contract", "linters"]);
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  const { endpoint, credentials, region } = runtime.ready;
  const { accessKeyId = "", secretAccessKey = "" } = credentials["DROperator"] ?? {};
  env = {
    DR_ENDPOINT: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const plan = chainPlan("clients", 1);
  await savePlan(runtime.as("DRPlanManager"), { ...plan, planId: "orders" });
}, 300_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

// One drill of a plan at a time.
afterEach(() =>
  waitFor("the drill to end", async () => {
    const { body } = await runtime.as("DROperator")<{ executions: { status: string }[] }>({
      method: "GET",
      path: "/api/v1/executions?planId=orders",
    });
    return body.executions.every(({ status }) => ["completed", "failed", "cancelled"].includes(status)) ? true : undefined;
  }),
);

it("curl and botocore start the drill, and by the same key it is the same one in a second call", async () => {
  const setUp = /^```sh\n(.*?)^```/ms.exec(page)?.[1] ?? "";
  const curl = answerSchema.parse(JSON.parse(await bash(`${setUp}${snippet("curl", "sh")}`)));
  expect(await ended(curl.executionId)).toBe("drill of orders");
  writeFileSync(join(data.path, "call.py"), snippet("Python (botocore)", "python"));
  expect(answerSchema.parse(JSON.parse(await python("call.py"))).executionId).toBe(curl.executionId);
});

it("the AWS CLI invokes what starts executions", async () => {
  const script = snippet("AWS CLI", "sh")
    .replaceAll("aws lambda", `${program("linters", "aws")} --endpoint-url "$DR_LAMBDA" lambda`)
    .replace("--cli-binary-format raw-in-base64-out ", "");
  await bash(script, { DR_LAMBDA: runtime.ready.aws.lambda });
  expect(JSON.parse(readFileSync(join(data.path, "answer.json"), "utf8"))).toMatchObject({ statusCode: expect.any(Number) });
});

it("be-called-back.md's call is taken, and its answer holds the secret that signs", async () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/how-to/be-called-back.md"), "utf8");
  const [, script = ""] = /^```sh\n(.*?)^```/ms.exec(text) ?? [];
  const told = JSON.parse(await bash(script.replace("change-4711", "called-back"))) as { callback: { kind: string; secret: string } };
  expect([told.callback.kind, told.callback.secret.slice(0, 6)]).toEqual(["url", "whsec_"]);
});

describe("the states of Step Functions", () => {
  const waiting = JSON.parse(
    /^```json\n(.*?)^```/ms.exec(readFileSync(join(import.meta.dirname, "../../docs/how-to/be-called-back.md"), "utf8"))?.[1] ?? "",
  ) as { Parameters: { Method: string; Path: string; RequestBody: object } };
  const lint = async (name: string, Definition: unknown): Promise<string> => {
    const Properties = { RoleArn: "arn:aws:iam::123456789012:role/machine", Definition };
    const template = {
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: { Machine: { Type: "AWS::StepFunctions::StateMachine", Properties } },
    };
    const file = join(data.path, `${name}.json`);
    writeFileSync(file, JSON.stringify(template));
    return run(program("linters", "cfn-lint"), [file]).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
  };

  it("are what cfn-lint's schema of the States Language takes, and it takes no others", { timeout: 60_000 }, async () => {
    expect(await lint("call", JSON.parse(snippet("Step Functions", "json")))).toBe("");
    expect(await lint("wait", { StartAt: "Drill", States: { Drill: waiting } })).toBe("");
    expect(await lint("wrong", { StartAt: "Drill", States: { Drill: { ...waiting, TimeoutSecond: 5 } } })).toContain("E3601");
  });

  it("that waits for its token makes a request that the API takes, and the token is shown nowhere", async () => {
    const { Method, Path, RequestBody } = waiting.Parameters;
    const body = JSON.parse(
      JSON.stringify(RequestBody).replace('"taskToken.$":"$$.Task.Token"', '"taskToken":"AAAAKgAAAAIAAAAAAAAAAQ-of-a-task"'),
    ) as unknown;
    const { status, body: told } = await runtime.as("DROperator")({
      method: Method,
      path: Path,
      body,
      headers: { "idempotency-key": "waiting-1" },
    });
    expect([status, JSON.stringify(told).includes("of-a-task")]).toEqual([202, false]);
  });
});

describe("SSM Automation", () => {
  const document = parse(snippet("SSM Automation", "yaml")) as {
    mainSteps: { inputs: { Script: string; Handler: string; InputPayload: object } }[];
  };

  it("is an Automation document as the user guide describes it, and its script starts the drill", async () => {
    const step = z.strictObject({
      name: z.string().regex(/^[a-zA-Z0-9_]+$/),
      action: z.literal("aws:executeScript"),
      timeoutSeconds: z.int().max(600),
      inputs: z.strictObject({
        Runtime: z.enum(["python3.8", "python3.9", "python3.10", "python3.11"]),
        Handler: z.string(),
        InputPayload: z.record(z.string(), z.unknown()),
        Script: z.string(),
      }),
      outputs: z.array(
        z.strictObject({
          Name: z.string(),
          Selector: z.string().startsWith("$.Payload."),
          Type: z.enum(["String", "Integer", "Boolean", "StringList", "StringMap", "MapList"]),
        }),
      ),
      isEnd: z.boolean(),
    });
    z.strictObject({
      schemaVersion: z.literal("0.3"),
      description: z.string(),
      assumeRole: z.string(),
      parameters: z.record(z.string(), z.strictObject({ type: z.literal("String") })),
      mainSteps: z.array(step).min(1),
    }).parse(document);
    const { Script, Handler, InputPayload } = document.mainSteps[0]?.inputs ?? { Script: "", Handler: "", InputPayload: {} };
    const given: Record<string, string> = {
      Endpoint: runtime.ready.endpoint,
      Region: runtime.ready.region,
      PlanId: "orders",
      "automation:EXECUTION_ID": "change-4711",
    };
    const payload = JSON.stringify(InputPayload).replaceAll(/\{\{ ([\w:]+) \}\}/g, (_match, name: string) => given[name] ?? name);
    writeFileSync(join(data.path, "step.py"), `${Script}\nprint(json.dumps(${Handler}(json.loads(${JSON.stringify(payload)}), {})))\n`);
    expect(answerSchema.parse(JSON.parse(await python("step.py"))).planId).toBe("orders");
  });
});

it("Step Functions' task is of the form that its integration takes, and its request is accepted", async () => {
  const machine = z
    .strictObject({
      StartAt: z.literal("StartDrill"),
      States: z.strictObject({
        StartDrill: z.strictObject({
          Type: z.literal("Task"),
          Resource: z.literal("arn:aws:states:::apigateway:invoke"),
          Parameters: z.strictObject({
            ApiEndpoint: z.string().regex(/^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/),
            Method: z.literal("POST"),
            Path: z.string().startsWith("/"),
            Headers: z.record(
              z.string().regex(/^(?!Authorization|X-Amz|X-Forwarded)/i),
              z.union([z.array(z.string()), z.string().startsWith("States.Array(")]),
            ),
            RequestBody: z.record(z.string(), z.unknown()),
            AuthType: z.literal("IAM_ROLE"),
          }),
          Retry: z.array(
            z.strictObject({
              ErrorEquals: z.array(z.string().startsWith("ApiGateway.")),
              IntervalSeconds: z.number(),
              MaxAttempts: z.number(),
              BackoffRate: z.number(),
            }),
          ),
          End: z.literal(true),
        }),
      }),
    })
    .parse(JSON.parse(snippet("Step Functions", "json")));
  const { Method, Path, RequestBody } = machine.States.StartDrill.Parameters;
  const answer = await runtime.as("DROperator")({
    method: Method,
    path: Path,
    body: RequestBody,
    headers: { "idempotency-key": "machine-1" },
  });
  expect(answer.status).toBe(202);
});

it("the job of GitHub Actions is of the form that a workflow has, and its step starts the drill", async () => {
  const workflow = z
    .strictObject({
      name: z.string(),
      on: z.strictObject({ schedule: z.array(z.strictObject({ cron: z.string().regex(/^(\S+ ){4}\S+$/) })) }),
      permissions: z.record(z.string(), z.enum(["read", "write", "none"])),
      jobs: z.strictObject({
        drill: z.strictObject({
          "runs-on": z.string(),
          env: z.record(z.string(), z.string()),
          steps: z.array(
            z.union([
              z.strictObject({ uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/), with: z.record(z.string(), z.string()) }),
              z.strictObject({ name: z.string(), run: z.string() }),
            ]),
          ),
        }),
      }),
    })
    .parse(parse(snippet("GitHub Actions", "yaml")));
  const step = workflow.jobs.drill.steps.find((each) => "run" in each);
  const said = await bash(step && "run" in step ? step.run : "exit 1", { GITHUB_RUN_ID: "17" });
  expect(answerSchema.parse(JSON.parse(said)).planId).toBe("orders");
});

it("the schedule is what botocore's model of Scheduler takes, and its input starts the drill once", async () => {
  const schedule = snippet("EventBridge Scheduler", "json");
  writeFileSync(join(data.path, "schedule.json"), schedule);
  writeFileSync(
    join(data.path, "check.py"),
    `import json
from botocore.session import Session
from botocore.validate import validate_parameters
shape = Session().get_service_model("scheduler").operation_model("CreateSchedule").input_shape
print(validate_parameters(json.load(open("schedule.json")), shape))`,
  );
  expect((await python("check.py")).trim()).toBe("None");
  const { Target } = JSON.parse(schedule) as { Target: { Input: string } };
  const body = Target.Input.replace("<aws.scheduler.scheduled-time>", "2026-12-01T04:00:00Z");
  const url = `${runtime.ready.aws.lambda}/2015-03-31/functions/dr-orchestration-trigger/invocations`;
  const twice = [await fetch(url, { method: "POST", body }), await fetch(url, { method: "POST", body })];
  const [first, second] = await Promise.all(twice.map((answer) => answer.text()));
  expect([first?.includes("statusCode"), second]).toEqual([true, expect.stringContaining("statusCode")]);
});

it("ServiceNow's script makes a request that the API takes, whoever vouches for its caller", async () => {
  const made = { method: "", url: "", headers: {} as Record<string, string>, body: "", sent: false };
  class RestMessage {
    setHttpMethod = (method: string): void => void (made.method = method);
    setEndpoint = (url: string): void => void (made.url = url);
    setAuthenticationProfile = (kind: string): void => expect(kind).toBe("oauth2");
    setRequestHeader = (name: string, value: string): void => void (made.headers[name] = value);
    setRequestBody = (body: string): void => void (made.body = body);
    executeAsync = (): void => void (made.sent = true);
  }
  const properties: Record<string, string> = { "dr.endpoint": runtime.ready.endpoint, "dr.oauth.profile": "dr" };
  runInNewContext(snippet("ServiceNow", "js"), {
    sn_ws: { RESTMessageV2: RestMessage },
    gs: { getProperty: (name: string) => properties[name] },
    current: { number: "CHG0031415", u_dr_plan: "orders" },
  });
  expect(made.sent).toBe(true);
  const answer = await runtime.as("DROperator")({
    method: "POST",
    path: made.url.slice(runtime.ready.endpoint.length),
    headers: made.headers,
    body: JSON.parse(made.body) as unknown,
  });
  expect([made.method, answer.status]).toEqual(["post", 202]);
});
