/** One page with what an operator looks at first: what is wrong, then the API, then each service. */
import type { GraphManifest, ServiceManifest } from "@dr/runtime";
import { planQueues } from "@dr/runtime/delivery-plan";
import { apiAlarms, planAlarms } from "./alarm-plan.ts";

/** Where the page's figures come from. */
export interface DashboardOptions {
  readonly services: readonly ServiceManifest[];
  readonly apiId: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}
type Metric = readonly (string | Readonly<Record<string, unknown>>)[];

/** CloudWatch's grid is 24 wide; an alarm widget holds 100 alarms (CloudWatch guide, "Dashboard body structure"). */
const WIDTH = 24;
const ALARMS_PER_WIDGET = 100;
const ROW = 6;

/** The body of the dashboard as JSON. Every function, queue and table of the manifests is on it, and the graphs that services declare. */
export function dashboardBody(options: DashboardOptions): string {
  const widgets: Widget[] = [];
  let y = 0;
  const place = (row: readonly Omit<Widget, "x" | "y" | "width" | "height">[], height = ROW): void => {
    const width = Math.floor(WIDTH / Math.max(row.length, 1));
    widgets.push(...row.map((widget, index) => ({ ...widget, x: index * width, y, width, height })));
    y += height;
  };
  const title = (markdown: string) => place([{ type: "text", properties: { markdown } }], 1);
  title("# DR Orchestrator");
  for (const alarms of alarmWidgets(options)) place([alarms], 4);
  title("## API");
  place(apiGraphs(options));
  for (const service of options.services) {
    title(`## ${service.service}`);
    place(serviceGraphs(service, options.region));
    place((service.graphs ?? []).map((declared) => ownGraph(service, declared, options.region)));
  }
  return JSON.stringify({ widgets });
}

function alarmWidgets({ services, region, accountId, partition }: DashboardOptions) {
  const names = [...apiAlarms, ...services.flatMap((service) => planAlarms(service))].map(({ name }) => name);
  const arns = names.map((name) => `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`);
  return Array.from({ length: Math.ceil(arns.length / ALARMS_PER_WIDGET) }, (_, page) => ({
    type: "alarm" as const,
    properties: {
      title: "What is wrong",
      alarms: arns.slice(page * ALARMS_PER_WIDGET, (page + 1) * ALARMS_PER_WIDGET),
      states: ["ALARM", "INSUFFICIENT_DATA"],
    },
  }));
}

function graph(title: string, metrics: readonly Metric[], region: string, stat = "Sum") {
  return { type: "metric" as const, properties: { title, metrics, region, stat, period: 60, view: "timeSeries" } };
}

function apiGraphs({ apiId, region }: DashboardOptions) {
  const of = (metric: string, extra: Readonly<Record<string, unknown>> = {}): Metric => ["AWS/ApiGateway", metric, "ApiId", apiId, extra];
  return [
    graph("Requests and refusals", [of("Count"), of("4xx"), of("5xx")], region),
    graph("Latency", [of("Latency", { stat: "p50" }), of("Latency", { stat: "p99" })], region, "p99"),
  ];
}

function serviceGraphs(service: ServiceManifest, region: string) {
  const ofFunctions = (metric: string, extra: Readonly<Record<string, unknown>> = {}) =>
    service.functions.map(({ name }): Metric => ["AWS/Lambda", metric, "FunctionName", name, extra]);
  const queues = planQueues(service);
  const ofQueues = (metric: string) => queues.map(({ name }): Metric => ["AWS/SQS", metric, "QueueName", name, { stat: "Maximum" }]);
  const ofTables = (metric: string) => service.tables.map(({ name }): Metric => ["AWS/DynamoDB", metric, "TableName", name]);
  return [
    graph("Runs", ofFunctions("Invocations"), region),
    graph("Errors and throttles", [...ofFunctions("Errors"), ...ofFunctions("Throttles")], region),
    graph("Duration", ofFunctions("Duration", { stat: "p99" }), region, "p99"),
    ...(queues.length > 0
      ? [
          graph(
            "Messages and their age",
            [...ofQueues("ApproximateNumberOfMessagesVisible"), ...ofQueues("ApproximateAgeOfOldestMessage")],
            region,
          ),
        ]
      : []),
    ...(service.tables.length > 0 ? [graph("Throttled requests", ofTables("ThrottledRequests"), region)] : []),
  ];
}

function ownGraph({ service }: ServiceManifest, { title, metrics, each }: GraphManifest, region: string) {
  const own = metrics.map((metric): Metric => (each ? search(metric, each) : ["DrOrchestrator", metric, "service", service]));
  return graph(title, own, region, each?.statistic);
}

/** Which values dimensions have is known once there are figures (CloudWatch guide, "Search expression syntax"). */
function search(metric: string, { namespace, dimensions, statistic }: NonNullable<GraphManifest["each"]>): Metric {
  const expression = `SEARCH('{${[namespace, ...dimensions].join(",")}} MetricName="${metric}"', '${statistic}', 300)`;
  return [{ expression, id: `e${metric.toLowerCase()}`, label: "" }];
}
