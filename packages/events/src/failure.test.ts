// Failures keep their code across boundaries, whichever copy of the class made them.
import { expect, it } from "vitest";
import * as z from "zod";
import { DrError, failureSchema, hasCode, toFailure } from "./failure.ts";

it("turns an error of ours into data, with its details", () => {
  const error = new DrError("log.version_conflict", "the stream moved on", { retryable: true, details: { streamId: "EXEC#1" } });
  expect(toFailure(error)).toEqual({
    code: "log.version_conflict",
    message: "the stream moved on",
    retryable: true,
    details: { streamId: "EXEC#1" },
  });
});

it("gives a foreign error the fallback code and keeps its message", () => {
  expect(toFailure(new TypeError("x is undefined"), "adapter.unexpected")).toEqual({
    code: "adapter.unexpected",
    message: "x is undefined",
    retryable: false,
  });
  expect(toFailure("plain text")).toEqual({ code: "internal.unexpected", message: "plain text", retryable: false });
});

it("tells what a schema found in words, not in JSON", () => {
  const parse = (): unknown => z.object({ laneId: z.string() }).parse({ laneId: 7 });
  let error: unknown;
  try {
    parse();
  } catch (thrown) {
    error = thrown;
  }
  expect(toFailure(error, "event.malformed")).toEqual({
    code: "event.malformed",
    message: "✖ expected a string, received a number\n  → at laneId",
    retryable: false,
  });
});

it("compares by code, not by class", () => {
  const fromAnotherCopy = Object.assign(new Error("x"), { code: "a.b", retryable: false });
  expect(hasCode(fromAnotherCopy, "a.b")).toBe(true);
  expect(hasCode(new DrError("a.c", "x"), "a.b")).toBe(false);
  expect(hasCode("a.b", "a.b")).toBe(false);
});

it.each(["nodot", "Upper.case", "area.", ".reason", "area.with space"])("refuses %j as a code", (code) => {
  expect(failureSchema.safeParse({ code, message: "", retryable: false }).success).toBe(false);
});

it.each(["area.reason", "planning.tag_filters_unsupported"])("accepts %j as a code", (code) => {
  expect(failureSchema.safeParse({ code, message: "", retryable: false }).success).toBe(true);
});
