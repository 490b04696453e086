/** Tests of messages.ts. */
import { describe, expect, test } from "vitest";
import { adapterEvent, busEvent, recordedEvent, result, someOperation } from "../test/events.ts";
import { parseAdapterMessage, parseLogMessage } from "./messages.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });

describe("parseAdapterMessage", () => {
  test.each([
    ["TechnologyStarted", {}],
    ["TechnologyProgressed", { message: "half way", percent: 50 }],
    ["TechnologyCompleted", { result }],
    ["TechnologyFailed", { failure: { code: "database.not_found", message: "no cluster", retryable: false } }],
  ])("reads %s", (type, data) => {
    expect(parseAdapterMessage(adapterEvent(type, someOperation, data)).said).toEqual({ type, data: { ...someOperation, ...data } });
  });

  test("drops fields that we do not know: the log is written strictly", () => {
    const { said } = parseAdapterMessage(adapterEvent("TechnologyStarted", someOperation, { addedNextYear: true }));
    expect(said.data).toEqual(someOperation);
  });

  test("refuses an adapter that speaks for another technology", () => {
    const event = adapterEvent("TechnologyCompleted", someOperation, { result, technology: "drs" });
    expect(() => parseAdapterMessage(event)).toThrow(code("event.source_mismatch"));
  });

  test("refuses an envelope under another source than the bus vouches for", () => {
    const event = { ...adapterEvent("TechnologyStarted", someOperation), source: "dr.adapter.drs" };
    expect(() => parseAdapterMessage(event)).toThrow(code("event.source_mismatch"));
  });

  test("refuses a subject that is not the execution", () => {
    const event = adapterEvent("TechnologyStarted", someOperation, {}, { subject: "exec-2" });
    expect(() => parseAdapterMessage(event)).toThrow(code("event.malformed_envelope"));
  });

  test.each([
    ["a missing field", adapterEvent("TechnologyCompleted", someOperation), "event.invalid"],
    ["an unknown type", adapterEvent("TechnologyTeleported", someOperation), "event.unknown_type"],
    ["a recorded type", busEvent(["dr.adapter.database", "WaveStarted", "exec-1"], {}), "event.unexpected_type"],
    ["something else", "hello", "event.malformed"],
  ])("refuses %s", (_, body, expected) => {
    expect(() => parseAdapterMessage(body)).toThrow(code(expected));
  });
});

describe("parseLogMessage", () => {
  const request = {
    executionId: "exec-1",
    planId: "plan-1",
    planName: "Plan",
    planVersion: 1,
    planHash: "abc",
    executionType: "drill",
    mode: "planned",
    tags: {},
    triggerSource: "api",
    force: false,
  };

  test("a request to plan", () => {
    expect(parseLogMessage(recordedEvent("ExecutionRequested", "exec-1", request))).toMatchObject({
      kind: "requested",
      executionId: "exec-1",
    });
  });

  test.each([
    ["ExecutionCompleted", { skippedTasks: [], failedWaves: [] }],
    ["ExecutionFailed", { failure: { code: "a.b", message: "", retryable: false }, manualInterventionRequired: false }],
    ["ExecutionCancelled", { reason: "no", unconfirmedTasks: [] }],
  ])("the end of an execution: %s", (type, data) => {
    expect(parseLogMessage(recordedEvent(type, "exec-1", data))).toMatchObject({ kind: "ended", executionId: "exec-1" });
  });

  test("a new beginning", () => {
    const event = recordedEvent("ExecutionRedriven", "exec-1", { fromWave: 2, reason: "fixed" });
    expect(parseLogMessage(event)).toMatchObject({ kind: "reopened", executionId: "exec-1" });
  });

  test.each([
    ["a missing field", recordedEvent("ExecutionRequested", "exec-1", {}), "event.invalid"],
    ["another recorded type", recordedEvent("WaveCompleted", "exec-1", { waveNumber: 1 }), "event.unexpected_type"],
    ["an unknown type", recordedEvent("ExecutionTeleported", "exec-1", {}), "event.unknown_type"],
  ])("refuses %s", (_, body, expected) => {
    expect(() => parseLogMessage(body)).toThrow(code(expected));
  });
});
