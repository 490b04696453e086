import type { Envelope } from "@dr/events";
import { expect, test } from "vitest";
import { derivedFrom } from "./derived.ts";

const envelope = (type: string, data: Record<string, unknown>): Envelope => ({
  specversion: "1.0",
  id: "EXEC#e:1",
  source: "dr.orchestration",
  type,
  time: "2026-11-29T01:00:00.000Z",
  subject: "EXEC#e",
  dataschema: "urn:x",
  correlationid: "c",
  causationid: "c",
  epoch: 0,
  schemaversion: 1,
  actor: "kim",
  data,
});

test("a start and a failure are told by the names of the requirements, and nothing else is", () => {
  const asked = { executionId: "e", planId: "p", executionType: "recovery", triggerSource: "EventBridge" };
  expect(derivedFrom(envelope("ExecutionRequested", { ...asked, planHash: "h" }))).toMatchObject([
    { source: "dr.orchestration", detailType: "DR Execution Started", detail: { ...asked, id: "EXEC#e:1:derived", data: asked } },
  ]);
  const failure = { code: "wave.failed", message: "wave 1 failed", retryable: false };
  expect(derivedFrom(envelope("ExecutionFailed", { failure }))).toMatchObject([
    { detailType: "DR Execution Failed", detail: { executionId: "e", error: "wave 1 failed", code: "wave.failed" } },
  ]);
  expect(derivedFrom(envelope("WaveStarted", {}))).toEqual([]);
});
