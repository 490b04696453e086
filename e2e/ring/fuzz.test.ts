// Hostile requests, signed, over HTTP: every one is answered, none with an error of ours, and the runtime is well afterwards.
import { fuzzRequest } from "@dr/api/testing/fuzz";
import { hostileDocuments } from "@dr/domain/testing";
import { expect, it } from "vitest";
import { threeWavePlan } from "../support/plans.ts";
import { savePlan, startExecution } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const SEEDS = 250;
/** Nobody looks at other accounts here. */
const NOT_SET_UP: ReadonlySet<unknown> = new Set(["discovery.unavailable"]);

const runtime = runtimeOfFile();

it(`${SEEDS} seeded requests are answered, none with 5xx`, { timeout: 240_000 }, async () => {
  const plan = threeWavePlan("fuzz");
  await savePlan(runtime().as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime().as("DROperator"), { planId: plan.planId, executionType: "drill" });
  const known = { planIds: [plan.planId], executionIds: [executionId], plan };
  const failures: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { role, headers, ...request } = fuzzRequest(seed, known);
    // A body with GET is nothing that fetch sends, and an empty path segment is normalised away: the API in memory is tried with those.
    if (request.method === "GET" || request.method === "HEAD") delete (request as { body?: string }).body;
    const { "content-type": contentType = "", ...rest } = headers;
    const answer = await runtime().as(role)<{ code?: string }>({ ...request, headers: rest, contentType });
    if (answer.status >= 500 && !NOT_SET_UP.has(answer.body.code))
      failures.push(`${seed}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  expect(failures).toEqual([]);
  expect((await runtime().as("DRReadOnly")({ method: "GET", path: "/api/v1/health" })).status).toBe(200);
});

/** Where one thread does all, one or two are answered while the document is still on its way. */
const ANSWERED_MEANWHILE = 20;

it("while a hostile document of 2 MiB is read, health and small requests are answered", { timeout: 120_000 }, async () => {
  const hostile = hostileDocuments(2_000_000).find(({ name }) => name === "yaml: a long text, many times");
  const reading = runtime().as("DRPlanManager")({
    method: "POST",
    path: "/api/v1/plans",
    body: hostile?.text,
    contentType: "application/yaml",
  });
  const small = ["health", "plans?limit=1"].map((path) => ({ method: "GET", path: `/api/v1/${path}` }));
  const askSmall = () => Promise.all(small.map((call) => runtime().as("DRReadOnly")(call)));
  const end = reading.then(() => undefined);
  const meanwhile: string[] = [];
  for (;;) {
    const answers = await Promise.race([end, askSmall()]);
    if (answers === undefined) break;
    meanwhile.push(answers.map(({ status }) => status).join(" "));
  }
  expect((await reading).status).toBe(400);
  expect(new Set(meanwhile)).toEqual(new Set(["200 200"]));
  expect(meanwhile.length).toBeGreaterThan(ANSWERED_MEANWHILE);
});
