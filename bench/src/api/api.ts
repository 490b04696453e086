/** Each route at 1 and 50 clients: how long it takes, and what it asks of DynamoDB. The deployed function over a local engine; signature and gateway are not in it. */
import { readFileSync } from "node:fs";
import type { CountingPlatform } from "../cost/platform.ts";
import { installVirtualTime } from "../cost/virtual-time.ts";
import { quantile, toRow, type BenchRow } from "../report.ts";
import { apartFrom, commandsOf, readsOf, type Asked } from "./requests.ts";

const PLAN = new URL("../../../plans/enterprise-app-recovery-prod.yaml", import.meta.url);
const FUNCTION = "dr-api-http";
const CLIENTS = [1, 50] as const;
/** One caller alone makes them all; its quota is not what is measured. */
const UNBOUNDED = ["read", "list", "write", "command", "start", "heavy"].map((rate) => `${rate}=1000000/1000000`).join(",");
/** Ends the name of a poll that says which version it has. */
const NOT_CHANGED = ", not changed";
/** Requests per route and number of clients, in each run. */
const REQUESTS = 100;

type Handler = Awaited<ReturnType<CountingPlatform["environmentOf"]>>;
interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Runs the benchmark. Every client has an environment of its own, as on Lambda, warm after its first call. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_XRAY_MANUAL_MODE: "true" });
  Object.assign(process.env, { POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_METRICS_DISABLED: "true", POWERTOOLS_LOG_LEVEL: "ERROR" });
  const { startCountingPlatform } = await import("../cost/platform.ts");
  const { savePlan, startDrill } = await import("../cost/recovery.ts");
  const time = installVirtualTime();
  const platform = await startCountingPlatform(time, "bench-api", { rateLimits: false });
  const text = readFileSync(PLAN, "utf8");
  const planId = await savePlan(platform, text);
  const executionId = await startDrill(platform, planId);
  const names = { planId, executionId, startsOf: await savePlan(platform, apartFrom(text)) };
  const handlers: Handler[] = [];
  for (let each = 0; each < Math.max(...CLIENTS); each += 1)
    handlers.push(await platform.environmentOf(FUNCTION, { DR_API_QUOTAS: UNBOUNDED }));
  const rows: BenchRow[] = [];
  for (const asked of [...readsOf(names), ...commandsOf(names, text)]) {
    process.stderr.write(`api: ${asked.operation}\n`);
    const etag = (await ask(handlers[0], asked)).headers["etag"];
    const poll =
      etag === undefined || asked.method !== "GET" ? [] : [{ ...asked, how: "poll", headers: { ...asked.headers, "if-none-match": etag } }];
    for (const one of [asked, ...poll]) {
      for (const clients of CLIENTS) rows.push(...tell(await measure(platform, one, { handlers: handlers.slice(0, clients), runs })));
    }
  }
  await platform.stop();
  time.restore();
  for (const line of beyond(rows)) process.stderr.write(`api: ${line}\n`);
  return { rows, ratios: {} };
}

/** Reads that take more requests than a read may, and polls more than a poll. */
function beyond(rows: readonly BenchRow[]): readonly string[] {
  return rows
    .filter(({ subject, unit }) => unit === "requests" && subject.startsWith("GET "))
    .map((row) => ({ ...row, limit: row.subject.endsWith(NOT_CHANGED) ? 1 : 2 }))
    .flatMap(({ subject, case: at, median, limit }) =>
      median > limit ? [`${subject}, ${at}: ${median} requests, expected at most ${limit}`] : [],
    );
}

/** Tells figures as they come: what was measured is not lost with what comes after. */
function tell(measured: readonly BenchRow[]): readonly BenchRow[] {
  for (const { subject, case: at, median, unit } of measured) process.stderr.write(`  ${subject}, ${at}: ${median} ${unit}\n`);
  return measured;
}

async function measure(
  { counts }: CountingPlatform,
  asked: Asked,
  { handlers, runs }: { readonly handlers: readonly Handler[]; readonly runs: number },
): Promise<readonly BenchRow[]> {
  // One after the other: fifty environments that begin at once in one process would measure each other.
  for (const handler of handlers) await ask(handler, asked);
  const name = `${asked.method} ${asked.operation}${asked.how === "poll" ? NOT_CHANGED : ""}`;
  const at = `${handlers.length} client${handlers.length === 1 ? "" : "s"}`;
  const p95s: number[] = [];
  const requests: number[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    counts.take();
    const each = Math.ceil(REQUESTS / handlers.length);
    const times = await Promise.all(handlers.map((handler) => timesOf(handler, asked, each)));
    p95s.push(quantile(times.flat(), 0.95));
    const taken = counts.take();
    requests.push((taken.of("dynamoReads", FUNCTION) + taken.of("dynamoWrites", FUNCTION)) / (each * handlers.length));
  }
  return [toRow(name, `p95, ${at}`, "ms", p95s), toRow(name, `DynamoDB, ${at}`, "requests", requests)];
}

async function timesOf(handler: Handler, asked: Asked, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const from = performance.now();
    await ask(handler, asked);
    times.push(performance.now() - from);
  }
  return times;
}

/** Passing answers after which a client asks again; the time of all tries counts. */
const PASSING = new Set([503, 504]);
const MAX_TRIES = 5;

/** Asks as a client does; throws for anything but an answer that its caller wanted. */
async function ask(handler: Handler | undefined, asked: Asked): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await askOnce(handler, asked);
    if (answer && answer.statusCode < 400) return answer;
    const { method, path } = asked;
    if (!answer || !PASSING.has(answer.statusCode) || tries === MAX_TRIES)
      throw new Error(`${method} ${path}: ${answer?.statusCode ?? "no answer"} ${answer?.body ?? ""}`);
    process.stderr.write(`api: ${asked.operation}: ${answer.statusCode}, asked again\n`);
  }
}

/** Calls as the gateway does. */
async function askOnce(handler: Handler | undefined, { method, path, headers, body }: Asked): Promise<Answer | undefined> {
  const { lambdaContext } = await import("@dr/runtime/testing");
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    headers,
    requestContext: {
      http: { method },
      authorizer: { iam: { userArn: "arn:aws:sts::000000000000:assumed-role/DRSOrchestrationAdmin/bench" } },
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  return (await handler?.(event, lambdaContext(600_000))) as Answer | undefined;
}
