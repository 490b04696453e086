// What a schema finds wrong, told once.
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import * as z from "zod";
import { reportIssues } from "./issues.ts";
import { createProblemReport } from "./problems.ts";

test.each([
  ["UTC", z.iso.datetime()],
  ["an offset", z.iso.datetime({ offset: true })],
])("a time in %s that is none is told in words, and its pattern not beside it", (_name, time) => {
  const schema = z.toJSONSchema(z.strictObject({ restoreTime: time }), { io: "input" });
  const input = { restoreTime: "yesterday" };
  const report = createProblemReport(
    () => undefined,
    (path) => path,
  );
  reportIssues(report, ["config"], readSchema(schema).safeParse(input).error?.issues ?? [], { input, schema });
  expect(report.problems().map(({ message }) => message)).toEqual([
    "expected a time in ISO 8601 with its offset, such as 2026-11-29T12:00:00Z (a + in a URL is written %2B)",
  ]);
});

test("a field that takes less than its kind of name is told in its own words", () => {
  const words = "a source server id (s- and 17 characters)";
  const schema = {
    type: "object",
    properties: { server: { type: "string", pattern: "^s-[0-9a-z]{17}$", expected: words, resource: { kind: "drs-source-server" } } },
  };
  const input = { server: "arn:aws:drs:us-east-1:123456789012:source-server/s-1234567890abcdef0" };
  const report = createProblemReport(
    () => undefined,
    (path) => path,
  );
  reportIssues(report, ["config"], readSchema(schema).safeParse(input).error?.issues ?? [], { input, schema });
  expect(report.problems().map(({ message }) => message)).toEqual([`expected ${words}`]);
});

test.each([
  ["too few", { minProperties: 1 }, {}, "expected at least 1 of clusters, instances"],
  ["too many", { maxProperties: 1 }, { clusters: [], instances: [] }, "expected at most 1 of clusters, instances"],
])("an object with %s fields is told which it may have", (_name, limit, input, message) => {
  const schema = { type: "object", properties: { clusters: { type: "array" }, instances: { type: "array" } }, ...limit } as const;
  const report = createProblemReport(
    () => undefined,
    (path) => path,
  );
  const issues = readSchema(schema).safeParse(input).error?.issues ?? [];
  reportIssues(report, ["resources"], issues, { input, schema });
  expect(report.problems().map((problem) => problem.message)).toEqual([message]);
});
