/** Tables on the terminal. */
import { expect, test } from "vitest";
import { formatColdStarts, formatResources } from "./report.ts";

test("a row for each type of AWS resource, a column for each app", () => {
  const queue = { type: "aws:sqs/queue:Queue", name: "q", inputs: {} };
  const table = { type: "aws:dynamodb/table:Table", name: "t", inputs: {} };
  const component = { type: "sst:aws:Queue", name: "q", inputs: {} };
  const text = formatResources([
    { label: "whole", resources: [queue, queue, table, component] },
    { label: "one", resources: [queue] },
  ]);
  expect(text).toBe(
    ["resource        whole  one", "dynamodb Table      1", "sqs Queue           2    1", "total               3    1"].join("\n"),
  );
});

test("a row for each function, beside what it cannot fall below", () => {
  const text = formatColdStarts([
    { name: "api", bytes: 4096, startBytes: 2048, importMs: 12.4, bareMs: 10, bareAllMs: 20, schemas: 52 },
    { name: "query", bytes: 1024, startBytes: 1024, importMs: 12, bareAllMs: 24, schemas: 8 },
    { name: "sweep", bytes: 1024, startBytes: 1024, importMs: 0, schemas: 0, problem: "no environment" },
  ]);
  expect(text).toBe(
    [
      "function  at start  in all  cold import  bare, clients at start  ratio  bare, all clients  ratio  schemas",
      "api          2 KiB   4 KiB        12 ms                   10 ms   1.24              20 ms   0.62       52",
      "query        1 KiB   1 KiB        12 ms                                             24 ms   0.50        8",
      "sweep        1 KiB   1 KiB       FAILED                                                                 0",
    ].join("\n"),
  );
});
