// Figures and traces of one execution: exact values, the same at every repetition.
import type { MappingInput, OutboundRequest } from "@dr/delivery";
import type { Commit } from "@dr/event-log";
import { expect, test } from "vitest";
import { datadogIntegration } from "./datadog.ts";
import { newRelicIntegration } from "./newrelic.ts";
import { otlpIntegration } from "./otlp.ts";

const at = (second: number): string => new Date(Date.UTC(2026, 10, 29, 12, 0, second)).toISOString();
const task = { operationId: "op-1", taskId: "w1-t0", technology: "database", waveNumber: 1, phase: "execute" };
const story: readonly [string, number, Record<string, unknown>][] = [
  ["ExecutionRequested", 0, {}],
  ["ExecutionStarted", 1, {}],
  ["ExecutionPaused", 2, { pauseId: "p" }],
  ["ExecutionResumed", 9, { pauseId: "p" }],
  ["WaveStarted", 10, { waveNumber: 1, part: 1, name: "Databases" }],
  ["TechnologyStarted", 11, task],
  ["TechnologyFailed", 12, { ...task, failure: { code: "database.gone" } }],
  ["TechnologyStarted", 13, { ...task, operationId: "op-2" }],
  ["TechnologyCompleted", 20, { ...task, operationId: "op-2" }],
  ["WaveCompleted", 21, { waveNumber: 1 }],
  ["ExecutionCompleted", 22, {}],
];
const commits = story.map(([type, second, data], index) => ({
  firstVersion: index + 1,
  lastVersion: index + 1,
  events: [{ type, schemaVersion: 1, at: at(second), data }],
})) as unknown as readonly Commit[];
const readLog = () => Promise.resolve(commits);
const readSecret = () => Promise.resolve({ apiKey: "dd", licenseKey: "nr", headerValue: "h" });

async function tell(
  integration: ReturnType<typeof datadogIntegration>,
  settings: Record<string, string> = {},
): Promise<readonly OutboundRequest[]> {
  const context = { executionId: "e", planId: "shop", executionType: "recovery", mode: "unplanned", tags: {} } as const;
  const receiver = {
    receiverId: "monitoring.x",
    kind: "x",
    filter: {},
    settings,
    enabled: true,
    since: at(0),
    ratePerSecond: 1,
    retryHours: 1,
  };
  const requests: OutboundRequest[] = [];
  for (const [index, [type, second, data]] of story.entries()) {
    const event = {
      id: `EXEC#e:${index + 1}`,
      type,
      time: at(second),
      subject: "e",
      sequence: index + 1,
      data,
    } as unknown as MappingInput["event"];
    requests.push(...(await integration.toRequests({ event, context, memory: {}, receiver })));
  }
  return requests;
}

const FIGURES = [
  ["dr.execution.started", 1],
  ["dr.approval.wait", 7],
  ["dr.technology.failed", 1],
  ["dr.wave.duration", 11],
  ["dr.execution.ended", 1],
  ["dr.execution.duration", 22],
];

test("Datadog gets figures with few tags and no id among them", async () => {
  const requests = await tell(datadogIntegration({ readSecret, readLog }), { site: "datadoghq.eu" });
  expect(new Set(requests.map(({ url, headers }) => `${url} ${headers["dd-api-key"]}`))).toEqual(
    new Set(["https://api.datadoghq.eu/api/v2/series dd"]),
  );
  const series = requests.flatMap(
    ({ body }) =>
      (
        JSON.parse(body) as {
          series: { metric: string; type: number; interval?: number; points: { timestamp: number; value: number }[]; tags: string[] }[];
        }
      ).series,
  );
  expect(series.map(({ metric, points }) => [metric, points[0]?.value])).toEqual(FIGURES);
  expect(series.find(({ metric }) => metric === "dr.technology.failed")).toEqual({
    metric: "dr.technology.failed",
    type: 1,
    interval: 60,
    points: [{ timestamp: Date.parse(at(12)) / 1_000, value: 1 }],
    tags: ["execution_type:recovery", "mode:unplanned", "technology:database", "code:database.gone"],
  });
});

test("New Relic gets the same figures", async () => {
  const requests = await tell(newRelicIntegration({ readSecret, readLog }));
  const metrics = requests.flatMap(
    ({ body }) => (JSON.parse(body) as [{ metrics: { name: string; type: string; value: number; "interval.ms"?: number }[] }])[0].metrics,
  );
  expect(metrics.map(({ name, value }) => [name, value])).toEqual(FIGURES);
  expect(metrics.every((metric) => (metric.type === "count") === (metric["interval.ms"] !== undefined))).toBe(true);
  expect(requests[0]?.headers["api-key"]).toBe("nr");
});

test("a trace is one for each execution, with waves below it and attempts below waves, the same twice", async () => {
  const otlp = otlpIntegration({ readSecret, readLog });
  const settings = { collectorUrl: "https://otlp.nr-data.net", headerName: "api-key" };
  const [request, ...more] = await tell(otlp, settings);
  expect(more).toEqual([]);
  expect((await tell(otlp, settings))[0]).toEqual(request);
  expect(request).toMatchObject({ url: "https://otlp.nr-data.net/v1/traces", headers: { "api-key": "h" } });
  interface Told {
    readonly name: string;
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
    readonly status: { code: number };
  }
  const { spans } = (JSON.parse(request?.body ?? "") as { resourceSpans: [{ scopeSpans: [{ spans: Told[] }] }] }).resourceSpans[0]
    .scopeSpans[0];
  const nameOf = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  const seconds = ({ startTimeUnixNano, endTimeUnixNano }: Told): number =>
    Number((BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1_000_000_000n);
  expect(spans.map((span) => [span.name, nameOf.get(span.parentSpanId ?? ""), seconds(span), span.status.code])).toEqual([
    ["recovery of shop", undefined, 22, 1],
    ["wave 1 Databases", "recovery of shop", 11, 1],
    ["database w1-t0", "wave 1 Databases", 1, 2],
    ["database w1-t0", "wave 1 Databases", 7, 1],
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([spans[0]?.traceId]));
  expect(spans.every(({ traceId, spanId }) => /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId))).toBe(true);
});

test("figures go to a collector as deltas and gauges, where it asks for them, the same twice", async () => {
  const otlp = otlpIntegration({ readSecret, readLog });
  const settings = { collectorUrl: "https://otlp.example.com", signals: "metrics, traces" };
  const requests = await tell(otlp, settings);
  expect(await tell(otlp, settings)).toEqual(requests);
  expect(requests.map(({ id, url }) => [id, url.split("/").at(-1)])).toEqual([
    ["EXEC#e:2/metrics", "metrics"],
    ["EXEC#e:4/metrics", "metrics"],
    ["EXEC#e:7/metrics", "metrics"],
    ["EXEC#e:10/metrics", "metrics"],
    ["EXEC#e:11/metrics", "metrics"],
    ["EXEC#e:11", "traces"],
  ]);
  interface Point {
    readonly asInt?: string;
    readonly asDouble?: number;
    readonly timeUnixNano: string;
  }
  interface Metric {
    readonly name: string;
    readonly sum?: { readonly aggregationTemporality: number; readonly dataPoints: readonly Point[] };
    readonly gauge?: { readonly dataPoints: readonly Point[] };
  }
  const metrics = requests
    .filter(({ url }) => url.endsWith("/metrics"))
    .flatMap(
      ({ body }) =>
        (JSON.parse(body) as { resourceMetrics: [{ scopeMetrics: [{ metrics: Metric[] }] }] }).resourceMetrics[0].scopeMetrics[0].metrics,
    );
  expect(
    metrics.map(({ name, sum, gauge }) => [name, Number((sum ?? gauge)?.dataPoints[0]?.asInt ?? gauge?.dataPoints[0]?.asDouble)]),
  ).toEqual(FIGURES);
  expect(new Set(metrics.flatMap(({ sum }) => (sum ? [sum.aggregationTemporality] : [])))).toEqual(new Set([1]));
});
