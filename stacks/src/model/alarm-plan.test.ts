/** Which alarms a service gets. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { metricNamespace } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { services } from "@dr/services";
import { expect, test } from "vitest";
import { aFunction, aService } from "../../test/functions.ts";
import { apiAlarms, planAlarms } from "./alarm-plan.ts";

const isOfEveryFunction = ({ metricName }: { metricName: string }): boolean => metricName === "Errors" || metricName === "Throttles";

const facts = (service = aService()) =>
  planAlarms(service)
    .filter((alarm) => !isOfEveryFunction(alarm))
    .map(({ name, metricName, comparisonOperator, threshold, periodSeconds, evaluationPeriods }) => [
      name,
      metricName,
      `${comparisonOperator} ${threshold}`,
      `${evaluationPeriods} x ${periodSeconds} s`,
    ]);

test("a dead-letter queue must be empty, and a message must not be in its third attempt", () => {
  expect(facts()).toEqual([
    ["jobs-dlq-not-empty", "ApproximateNumberOfMessagesVisible", "GreaterThanThreshold 0", "1 x 60 s"],
    ["jobs-too-old", "ApproximateAgeOfOldestMessage", "GreaterThanThreshold 240", "3 x 60 s"],
  ]);
});

test("a function that sends delayed messages to itself has the longest delay in addition", () => {
  const functions = aService().functions.map((declared) => ({
    ...declared,
    iam: [{ queue: "jobs", actions: ["sqs:SendMessage"] }],
  }));
  expect(facts(aService({ functions }))[1]).toEqual([
    "jobs-too-old",
    "ApproximateAgeOfOldestMessage",
    "GreaterThanThreshold 1140",
    "3 x 60 s",
  ]);
});

test("a stream must not be read a minute late, and a schedule must fire in three of its intervals", () => {
  const functions = [
    aFunction({ name: "reader", trigger: { kind: "stream", table: "orders", batchSize: 10 } }),
    aFunction({ name: "hourly", trigger: { kind: "schedule", everySeconds: 3600, localEverySeconds: 60 } }),
  ];
  expect(facts(aService({ queues: [], functions })).slice(2)).toEqual([
    ["reader-behind", "IteratorAge", "GreaterThanThreshold 60000", "5 x 60 s"],
    ["hourly-silent", "Invocations", "LessThanThreshold 1", "3 x 3600 s"],
  ]);
});

test("no figures mean silence for a schedule, and peace for everything else", () => {
  const functions = [aFunction({ name: "hourly", trigger: { kind: "schedule", everySeconds: 3600, localEverySeconds: 60 } })];
  expect(
    planAlarms(aService({ queues: [], functions }))
      .filter((alarm) => !isOfEveryFunction(alarm))
      .map(({ name, missingData }) => [name, missingData]),
  ).toEqual([
    ["hourly-failures-not-empty", "notBreaching"],
    ["hourly-silent", "missing"],
  ]);
});

test("every function has an alarm on its errors and its throttles, every table on its throttles, and declared counts one each", () => {
  const service = aService({
    tables: [{ name: "dr-orders", partitionKey: "pk" }],
    alarms: [{ metric: "LogRewritten", description: "x", runbook: "log-rewritten" }],
  });
  const added = planAlarms(service).slice(2);
  expect(added.map(({ name, metricName, dimensions }) => [name, metricName, dimensions])).toEqual([
    ["sample-errors", "Errors", { FunctionName: "sample" }],
    ["sample-throttled", "Throttles", { FunctionName: "sample" }],
    ["dr-orders-throttled", "ThrottledRequests", { TableName: "dr-orders" }],
    ["dr-sampler-log-rewritten", "LogRewritten", { service: "sampler" }],
  ]);
});

test("every alarm of every service has a runbook with what it means and what to do, and every runbook an alarm", () => {
  const folder = join(import.meta.dirname, "../../../docs/how-to/runbooks");
  const wanted = new Set([...services.flatMap((service) => planAlarms(service)), ...apiAlarms].map(({ runbook }) => runbook));
  const pages = readdirSync(folder).filter((file) => file !== "README.md");
  expect(pages.toSorted()).toEqual([...wanted].map((page) => `${page}.md`).toSorted());
  const empty = pages.filter((page) => !/## What it means\n\n\S[^]*## What to do\n\n1\. /.test(readFileSync(join(folder, page), "utf8")));
  expect(empty).toEqual([]);
});

test("every namespace that an adapter writes to has an alarm, those of the requirements among them", () => {
  const adapters = services.filter((service): service is AdapterManifest => "technology" in service);
  const watched = (service: AdapterManifest) =>
    new Set(planAlarms(service).flatMap(({ namespace }) => (/^(AWS\/|DrOrchestrator$)/.test(namespace) ? [] : [namespace])));
  const missing = adapters.filter((service) => !watched(service).has(metricNamespace(service.technology)));
  expect(missing.map(({ service }) => service)).toEqual([]);
  const all = new Set(adapters.flatMap((service) => [...watched(service)]));
  expect(["Enterprise-DR/DRS-Adapter", "DR/SQLAlwaysOn"].filter((required) => !all.has(required))).toEqual([]);
});

test("the list of alarms in docs is that of the manifests", async () => {
  const lines = services.map((service) => {
    const alarms = planAlarms(service).map(
      ({ name, description, runbook }) => `- \`${name}\`: ${description} [What to do](../how-to/runbooks/${runbook}.md)`,
    );
    return [`## ${service.service}`, "", ...alarms, ""].join("\n");
  });
  const head = [
    "# Alarms",
    "",
    "Made from the manifests by a test of `stacks` (`vitest -u` writes it anew). All are told on the topic `dr-alarms`.",
    "",
    "",
  ];
  await expect(head.join("\n") + lines.join("\n")).toMatchFileSnapshot("../../../docs/reference/alarms.md");
});
