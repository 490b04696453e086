/** The requirements' example plan, from the request over its approval to its end, and the price of standing by. */
import { parse } from "yaml";
import * as z from "zod";
import type { Counts } from "./counts.ts";
import type { CountingPlatform } from "./platform.ts";

const viewSchema = z.looseObject({
  executionId: z.string(),
  status: z.string(),
  planHash: z.string(),
  manifestHash: z.string().nullable(),
  mode: z.string(),
  pause: z.looseObject({ pauseId: z.string() }).nullable(),
});
type View = z.infer<typeof viewSchema>;

const SECONDS_PER_MONTH = (365.25 / 12) * 86_400;

/** Saves a plan; what that costs is not counted. */
export async function savePlan(platform: CountingPlatform, text: string): Promise<string> {
  const document = parse(text) as { readonly enterpriseRecoveryPlan: { readonly planId: string } };
  platform.provision(document);
  await call(platform, "DRPlanManager", { method: "POST", route: "/plans", body: document });
  await platform.settle();
  platform.counts.take();
  return document.enterpriseRecoveryPlan.planId;
}

/** Starts a drill and lets it go as far as it does by itself; its id. */
export async function startDrill(platform: CountingPlatform, planId: string): Promise<string> {
  const started = await call(platform, "DROperator", { method: "POST", route: "/executions", body: { planId, executionType: "drill" } });
  await platform.settle();
  return z.looseObject({ executionId: z.string() }).parse(started).executionId;
}

/** Runs one recovery; resolves to what it asked for. Throws unless it completes. */
export async function countRecovery(platform: CountingPlatform, planId: string): Promise<Counts> {
  const started = await call(platform, "DROperator", { method: "POST", route: "/executions", body: { planId, executionType: "recovery" } });
  const { executionId } = z.looseObject({ executionId: z.string() }).parse(started);
  for (;;) {
    await platform.settle();
    const view = viewSchema.parse(
      await call(platform, "DRRecoveryManager", { method: "GET", route: "/executions/{executionId}", executionId }),
    );
    if (view.status === "completed") return platform.counts.take();
    if (view.pause === null) throw new Error(`the recovery stands still, ${view.status}`);
    await approve(platform, view);
  }
}

/** What the schedules ask for in a month in which nothing runs. */
export async function countIdleMonth(platform: CountingPlatform): Promise<Counts> {
  const scheduled = platform.functionsOf("schedule");
  // The first runs look back further than all others.
  for (const { name } of scheduled) await platform.invoke(name, {});
  await platform.settle();
  platform.counts.take();
  for (const { name } of scheduled) await platform.invoke(name, {});
  const once = platform.counts.take();
  const runsPerMonth = new Map(
    scheduled.map(({ name, trigger }) => [name, SECONDS_PER_MONTH / (trigger.kind === "schedule" ? trigger.everySeconds : Infinity)]),
  );
  return {
    ...once,
    of: (kind, functionName) =>
      once
        .functions(kind)
        .filter((name) => functionName === undefined || name === functionName)
        .reduce((sum, name) => sum + once.of(kind, name) * (runsPerMonth.get(name) ?? 0), 0),
  };
}

async function approve(platform: CountingPlatform, { executionId, planHash, manifestHash, mode, pause }: View): Promise<void> {
  const body = { pauseId: pause?.pauseId, decision: "approve", planHash, manifestHash, mode, comment: "checked" };
  await call(platform, "DRRecoveryManager", { method: "POST", route: "/executions/{executionId}/approvals", executionId, body });
}

async function call(
  platform: CountingPlatform,
  role: string,
  { method, route, executionId, body }: { method: string; route: string; executionId?: string; body?: unknown },
): Promise<unknown> {
  platform.counts.add("dr-api-http", "apiRequests");
  const path = `/api/v1${route}`;
  const answer = (await platform.invoke("dr-api-http", {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: executionId === undefined ? path : path.replace("{executionId}", executionId),
    headers: { "content-type": "application/json" },
    ...(executionId === undefined ? {} : { pathParameters: { executionId } }),
    requestContext: {
      http: { method },
      authorizer: { iam: { userArn: `arn:aws:sts::000000000000:assumed-role/${role}/${role.toLowerCase()}-of-the-bench` } },
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  })) as { readonly statusCode: number; readonly body: string };
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
  return JSON.parse(answer.body) as unknown;
}
