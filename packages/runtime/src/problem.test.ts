/** Tests of problem.ts. */
import { DrError } from "@dr/events";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { statusOf, toPathText, toProblem } from "./problem.ts";

const about = { instance: "/api/v1/executions/exec-1", correlationId: "c-1" };

describe("toProblem", () => {
  const forms = z.strictObject({
    callback: z
      .union([z.strictObject({ url: z.string() }), z.strictObject({ taskToken: z.string(), region: z.string().optional() })])
      .optional(),
  });
  test.each([
    [{ url: 5 }, { path: "callback.url", code: "invalid_type", expected: "string" }],
    [
      { taskToken: "t", regoin: "x" },
      { path: "callback.regoin", code: "unrecognized_keys" },
    ],
    [{}, { path: "callback", code: "invalid_union", expected: "`url` (string), or `taskToken` (string)" }],
    [
      { url: "u", taskToken: "t" },
      { path: "callback", code: "invalid_union", expected: "no `taskToken`, or no `url`" },
    ],
    ["text", { path: "callback", code: "invalid_union", expected: "object" }],
  ])("what fits no form of several is told by the nearest one, or by all: %j", (callback, issue) => {
    const { errors = [] } = toProblem(forms.safeParse({ callback }).error, about);
    expect(errors).toEqual([expect.objectContaining(issue)]);
  });

  test("a refusal keeps its code, its message and its details", () => {
    const error = new DrError("execution.not_running", "exec-1 is completed", { details: { status: "completed" } });
    expect(toProblem(error, about)).toEqual({
      type: "urn:dr-orchestration:problem:execution.not_running",
      title: "Conflict with the execution's state",
      status: 409,
      code: "execution.not_running",
      detail: "exec-1 is completed",
      ...about,
      details: { status: "completed" },
    });
  });

  test("forms that a word tells apart are told by all of its words", () => {
    const form = (kind: string) => z.strictObject({ kind: z.literal(kind), [kind]: z.string() });
    const evidence = z.array(z.union([form("text"), form("link"), form("file")]));
    expect(toProblem(evidence.safeParse([{ file: "x", name: "y" }]).error, about).errors).toEqual([
      expect.objectContaining({ path: "[0].kind", expected: "one of text, link, file" }),
    ]);
    const told = z.discriminatedUnion("kind", [form("text"), form("link")]).safeParse({ kind: "picture" });
    expect(toProblem(told.error, about).errors).toEqual([expect.objectContaining({ path: "kind" })]);
  });

  test("errors in the details become the problem's errors", () => {
    const errors = [{ path: "waves[2].dependencies[0]", code: "plan.unknown_wave", message: "no wave 9", line: 12, column: 5 }];
    expect(toProblem(new DrError("plan.invalid", "1 problem", { details: { errors } }), about)).toMatchObject({ status: 422, errors });
  });

  test("a zod error lists every issue with its path and what was expected", () => {
    const schema = z.strictObject({ mode: z.enum(["planned", "unplanned"]), waves: z.array(z.object({ n: z.number().max(9) })) });
    const parsed = schema.safeParse({ mode: "x", waves: [{ n: "1" }, { n: 10 }], plan: 1, x: 2 });
    expect(toProblem(parsed.error, about)).toMatchObject({
      status: 400,
      code: "request.invalid",
      detail: "5 invalid value(s)",
      errors: [
        { path: "mode", code: "invalid_value", expected: "one of planned, unplanned" },
        { path: "waves[0].n", code: "invalid_type", expected: "number" },
        { path: "waves[1].n", code: "too_big", expected: "at most 9" },
        { path: "plan", code: "unrecognized_keys", message: "unknown field `plan`", expected: "no field of this name" },
        { path: "x", code: "unrecognized_keys", message: "unknown field `x`", expected: "no field of this name" },
      ],
    });
  });

  test("a text in another form is told what it should look like", () => {
    const schema = z.object({ from: z.iso.datetime({ offset: true }), url: z.url(), zone: z.string().regex(/^Z\d+$/), key: z.uuid() });
    const parsed = schema.safeParse({ from: "2026-11-01", url: "x", zone: "x", key: "x" });
    expect(toProblem(parsed.error, about).errors?.map(({ expected }) => expected)).toEqual([
      "a time in ISO 8601 with its offset, such as 2026-11-29T12:00:00Z (a + in a URL is written %2B)",
      "a URL, such as https://example.com/path",
      "text that matches /^Z\\d+$/",
      expect.stringContaining("text that matches /^"),
    ]);
  });

  test.each([new Error("password=hunter2"), new DrError("some.new_code", "password=hunter2"), "password=hunter2"])(
    "what is not in the table tells nothing",
    (error) => {
      const problem = toProblem(error, about);
      expect(problem).toMatchObject({ status: 500, code: "internal.unexpected", correlationId: "c-1" });
      expect(JSON.stringify(problem)).not.toContain("hunter2");
    },
  );
});

test.each([
  ["plan.not_found", 404],
  ["execution.not_found", 404],
  ["auth.forbidden", 403],
  ["idempotency.key_reused", 422],
  ["idempotency.in_progress", 409],
  ["execution.resource_conflict", 409],
  ["http.body_too_large", 413],
  ["log.event_too_large", 413],
  ["plan.cycle", 422],
  ["executions.x", 500],
])("%s is %i", (code, status) => {
  expect(statusOf(code)).toBe(status);
});

test("a path reads as users write it", () => {
  expect(toPathText(["waves", 2, "dependencies", 0])).toBe("waves[2].dependencies[0]");
  expect(toPathText([])).toBe("");
  expect(toPathText([0, "a"])).toBe("[0].a");
});
