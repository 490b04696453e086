/** What monitoring that knows no event of ours is told of DRS: a second source, beside each fact that begins or ends a task. */
import { createFactPublisher } from "@dr/adapter-kit";
import type { BusEntry } from "@dr/runtime";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { drsAdapter } from "../src/adapter.ts";

const about = { executionId: "exec-1", epoch: 1, correlationId: "c", causationId: "d" };
const ref = {
  executionId: "exec-1",
  waveNumber: 2,
  taskId: "w2-drs",
  operationId: "op-1",
  attempt: 1,
  phase: "execute",
  technology: "drs",
} as const;
const time = "2026-11-23T04:00:00.000Z";

function given() {
  const put: BusEntry[][] = [];
  const bus = { publish: async (entries: readonly BusEntry[]) => void put.push([...entries]) };
  return { put, facts: createFactPublisher(bus, "drs", drsAdapter.echo) };
}

test("a task that failed is told as a fact, and in a request of its own as an event of DRS", async () => {
  const { put, facts } = given();
  const failure = { code: "drs.launch_failed", message: "no capacity", retryable: true };
  await facts.publish(about, { type: "TechnologyFailed", data: { ...ref, failure }, time });
  expect(put.map((entries) => entries.map(({ source, detailType }) => [source, detailType]))).toEqual([
    [["dr.adapter.drs", "TechnologyFailed"]],
    [["enterprise.dr.drs", "DRS Execution Failed"]],
  ]);
  expect(put[1]?.[0]).toMatchObject({
    detail: {
      id: "op-1:TechnologyFailed",
      operationId: "op-1",
      technology: "drs",
      timestamp: time,
      details: { executionId: "exec-1", waveNumber: 2, taskId: "w2-drs", code: "drs.launch_failed", message: "no capacity" },
    },
    resources: ["arn:aws:drs:::operation/op-1"],
  });
});

test("progress is no event of DRS", async () => {
  const { put, facts } = given();
  await facts.publish(about, { type: "TechnologyProgressed", data: { ...ref, message: "half" }, time, part: 1 });
  expect(put.flat().map(({ source }) => source)).toEqual(["dr.adapter.drs"]);
});

test("the adapter's tasks may speak as it, and its queries as nobody", () => {
  const spoken = manifest.functions.map(({ iam }) => iam.flatMap((intent) => ("bus" in intent ? [intent.source] : [])));
  expect(spoken).toEqual([["dr.adapter.drs", "enterprise.dr.drs"], []]);
  expect(drsAdapter.echo?.source).toBe("enterprise.dr.drs");
});
