/** What one recovery of the requirements' example plan asks of AWS, by kind, and what that costs; and what it costs to stand by. */
import { readFileSync } from "node:fs";
import { toRow, type BenchRow } from "../report.ts";
import type { Counts, Kind } from "./counts.ts";
import { ASSUMED_LAMBDA_MS, priceOf, PRICES_ASSUMED } from "./prices.ts";
import { installVirtualTime } from "./virtual-time.ts";

const PLAN = new URL("../../../plans/enterprise-app-recovery-prod.yaml", import.meta.url);
const RECOVERY = "one recovery of the example plan";
const IDLE = "a month without executions";

const COUNTED: readonly (readonly [Kind, string, string])[] = [
  ["dynamoWrites", "DynamoDB writes", "requests"],
  ["dynamoWriteUnits", "DynamoDB write units", "units"],
  ["dynamoReads", "DynamoDB reads", "requests"],
  ["dynamoReadUnits", "DynamoDB read units", "units"],
  ["putEvents", "PutEvents", "requests"],
  ["busEvents", "PutEvents entries", "events"],
  ["sqsMessages", "SQS messages", "messages"],
  ["sqsRequests", "SQS requests", "requests"],
  ["invocations", "Lambda invocations", "invocations"],
  ["apiRequests", "API requests", "requests"],
  ["estateCalls", "calls to the services that are recovered", "requests"],
];

/** Kinds of which is told, too, what is left without the questions who leads and what is ready, the checkpoints and the audit. */
const RATED = COUNTED.filter(([kind]) => ["dynamoWrites", "dynamoReads", "sqsRequests", "invocations"].includes(kind));

/** Kinds whose calls are listed one by one. */
const LISTED: readonly (readonly [Kind, string, string])[] = [
  ["dynamoWrites", "DynamoDB write", "requests"],
  ["dynamoReads", "DynamoDB read", "requests"],
  ["dynamoWriteUnits", "DynamoDB write units", "units"],
  ["sqsRequests", "SQS", "requests"],
  ["busEvents", "EventBridge", "events"],
  ["invocations", "Lambda invocation", "invocations"],
];

/** Runs the benchmark: each run has an estate of its own, whose operations last differently long. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  prepareProcess();
  const { startCountingPlatform } = await import("./platform.ts");
  const { countIdleMonth, countRecovery, savePlan } = await import("./recovery.ts");
  const recoveries: Counts[] = [];
  const months: Counts[] = [];
  const time = installVirtualTime();
  try {
    for (let turn = 1; turn <= runs; turn += 1) {
      process.stderr.write(`cost: recovery ${turn} of ${runs}\n`);
      const platform = await startCountingPlatform(time, `bench-${turn}`);
      if (platform.engine !== "dynoxide")
        process.stderr.write("cost: this engine does not report what indexes consume; units are too low\n");
      const planId = await savePlan(platform, readFileSync(PLAN, "utf8"));
      recoveries.push(await countRecovery(platform, planId));
      months.push(await countIdleMonth(platform));
      await platform.stop();
    }
  } finally {
    time.restore();
  }
  return { rows: [...rowsOf(RECOVERY, recoveries), ...callRows(recoveries), ...rowsOf(IDLE, months)], ratios: {} };
}

/** What Lambda's own environment would say; set before Powertools and the X-Ray library are loaded, which read it once. */
function prepareProcess(): void {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
  delete process.env["AWS_SESSION_TOKEN"];
  Object.assign(process.env, { POWERTOOLS_TRACE_ENABLED: "false", POWERTOOLS_METRICS_DISABLED: "true", POWERTOOLS_LOG_LEVEL: "ERROR" });
  process.env["AWS_XRAY_MANUAL_MODE"] = "true";
}

function rowsOf(caseName: string, counted: readonly Counts[]): BenchRow[] {
  const counts = COUNTED.map(([kind, subject, unit]) =>
    toRow(
      subject,
      caseName,
      unit,
      counted.map((one) => one.of(kind)),
    ),
  );
  const bills = counted.map((one) => priceOf(one));
  const services = [...(bills[0]?.keys() ?? [])].toSorted((one, other) => Number(one === "total") - Number(other === "total"));
  const { region, date, pages } = PRICES_ASSUMED;
  const note = `assumed list prices of ${region}, ${date}, to be compared with AWS's pages "${pages.join('", "')}"; ${ASSUMED_LAMBDA_MS} ms per Lambda call assumed`;
  const usd = services.map((service) => ({
    ...toRow(
      `price, ${service}`,
      caseName,
      "USD",
      bills.map((bill) => bill.get(service) ?? 0),
    ),
    note,
  }));
  return [
    ...counts.filter(({ max = 0 }) => max > 0),
    ...(caseName === RECOVERY ? itselfRows(counted) : []),
    ...usd.filter(({ max = 0 }) => max > 0),
  ];
}

/** What the recovery itself took. */
function itselfRows(counted: readonly Counts[]): BenchRow[] {
  const itself = counted.map((one): Pick<Counts, "of"> => ({ of: (kind) => one.of(kind) - one.ofApart(kind) }));
  const row = (subject: string, unit: string, of: (one: Pick<Counts, "of">) => number): BenchRow =>
    toRow(`${subject} of the recovery itself`, RECOVERY, unit, itself.map(of));
  return [
    ...RATED.map(([kind, subject, unit]) => row(subject, unit, (one) => one.of(kind))),
    row("price, total", "USD", (one) => priceOf(one).get("total") ?? 0),
  ];
}

/** Every call by name: which function asked for what, of which table, queue or bus; the dearest first. */
function callRows(recoveries: readonly Counts[]): BenchRow[] {
  return LISTED.flatMap(([kind, what, unit]) => {
    const names = new Map(
      recoveries.flatMap((one) => one.lines(kind)).map(({ functionName, call }) => [`${functionName} ${call}`, { functionName, call }]),
    );
    const rows = [...names.values()].map(({ functionName, call }) =>
      toRow(
        call === "" ? what : `${what}: ${call}`,
        functionName,
        unit,
        recoveries.map((one) => one.lines(kind).find((line) => line.functionName === functionName && line.call === call)?.amount ?? 0),
      ),
    );
    return rows.toSorted((one, other) => other.median - one.median);
  });
}
