/** What is on the dashboard. */
import { services } from "@dr/services";
import { expect, test } from "vitest";
import { account } from "../../test/functions.ts";
import { planAlarms } from "./alarm-plan.ts";
import { dashboardBody } from "./dashboard.ts";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title?: string; readonly alarms?: readonly string[]; readonly metrics?: readonly (readonly string[])[] };
}
const widgetsOf = (of = services): readonly Widget[] =>
  (JSON.parse(dashboardBody({ ...account, services: of, apiId: "api-1" })) as { widgets: readonly Widget[] }).widgets;

test("every alarm, function, queue and table is on it", () => {
  const widgets = widgetsOf();
  const shown = new Set(widgets.flatMap(({ properties: { metrics = [] } }) => metrics.map((metric) => metric[3])));
  const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(":alarm:")[1]);
  expect(services.flatMap((service) => planAlarms(service)).filter(({ name }) => !alarms.includes(name))).toEqual([]);
  const named = services.flatMap(({ functions, queues, tables }) => [...functions, ...queues, ...tables].map(({ name }) => name));
  expect(named.filter((name) => !shown.has(name))).toEqual([]);
});

test("widgets lie side by side on a grid of 24 and never over each other; CloudWatch takes 500, and 100 alarms in one", () => {
  const widgets = widgetsOf();
  expect(widgets.filter(({ x, width }) => x + width > 24)).toEqual([]);
  const cells = widgets.map(({ x, y }) => `${x},${y}`);
  expect(new Set(cells).size).toBe(cells.length);
  expect(widgets.length).toBeLessThan(500);
  expect(widgets.filter(({ properties: { alarms = [] } }) => alarms.length > 100)).toEqual([]);
});

test("a service's own graphs come after those that every service has", () => {
  const [service] = services;
  const graphs = [{ title: "Drills", metrics: ["DrillPreempted", "DrillEnded"] }];
  const own = widgetsOf([{ ...service!, graphs }]).at(-1);
  expect(own?.properties).toMatchObject({
    title: "Drills",
    metrics: [
      ["DrOrchestrator", "DrillPreempted", "service", service!.service],
      ["DrOrchestrator", "DrillEnded", "service", service!.service],
    ],
  });
});

test("a metric of another namespace is a line for each value of its dimensions", () => {
  const each = { namespace: "DR/X", dimensions: ["Group"], statistic: "Maximum" } as const;
  const own = widgetsOf([{ ...services[0]!, graphs: [{ title: "Loss", metrics: ["DataLoss"], each }] }]).at(-1);
  expect(own?.properties).toMatchObject({
    title: "Loss",
    stat: "Maximum",
    metrics: [[{ expression: `SEARCH('{DR/X,Group} MetricName="DataLoss"', 'Maximum', 300)`, id: "edataloss", label: "" }]],
  });
});
