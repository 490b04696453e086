import { expect, test } from "vitest";
import { keepHeard } from "./answers.ts";

const data = {
  executionId: "e",
  waveNumber: 1,
  taskId: "t",
  operationId: "op",
  attempt: 1,
  evidence: [],
  answeredBy: "arn:kim",
  person: "kim",
  role: "DRSOperator",
};

test("what ends a task is kept; that it was handed on is not", async () => {
  const kept: unknown[] = [];
  const keep = (operationId: string, answer: unknown) => Promise.resolve(void kept.push([operationId, answer]));
  await keepHeard(keep, { data: { ...data, outcome: "handed_on" }, at: "1" });
  await keepHeard(keep, { data: { ...data, outcome: "failed", note: "no" }, at: "2" });
  expect(kept).toEqual([["op", { outcome: "failed", evidence: [], answeredBy: "arn:kim", person: "kim", note: "no", at: "2" }]]);
});
