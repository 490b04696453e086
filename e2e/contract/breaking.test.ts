// A change that breaks clients of the released API does not pass: the document of the last release is kept beside the present one.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { breakingChanges, type ContractDocument } from "./breaking-changes.ts";
import { documentFile } from "./tools.ts";

const read = (path: string): ContractDocument => JSON.parse(readFileSync(path, "utf8")) as ContractDocument;
const released = read(join(dirname(documentFile), "openapi.released.json"));

it("breaks no client of the last release (a new release takes its document along: pnpm openapi:release)", () => {
  expect(breakingChanges(released, read(documentFile))).toEqual([]);
});

/** A change of the document, made at a path of keys. */
function changed(keys: readonly string[], change: (at: Record<string, unknown>) => void): ContractDocument {
  const copy = structuredClone(released);
  change(keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy as unknown as Record<string, unknown>));
  return copy;
}

const START = ["paths", "/executions", "post"];
const BODY = [...START, "requestBody", "content", "application/json", "schema"];
const LIST = ["paths", "/executions", "get"];

describe("a change that breaks is found", () => {
  it.each([
    ["an operation is gone", ["paths"], (at) => delete at["/whoami"], ["GET /whoami: is gone"]],
    ["an open route is signed", ["paths", "/health", "get"], (at) => delete at["security"], ["GET /health: must be signed now"]],
    [
      "a parameter is gone",
      LIST,
      (at) => (at["parameters"] as unknown[]).splice(0, 1),
      ["GET /executions query limit: is no longer taken"],
    ],
    [
      "a parameter is needed",
      LIST,
      (at) => (at["parameters"] as unknown[]).push({ name: "x", in: "query", required: true, schema: {} }),
      ["GET /executions query x: must be given now"],
    ],
    ["a member is needed", BODY, (at) => (at["required"] as string[]).push("mode"), ["POST /executions body.mode: must be given now"]],
    ["a member is gone", [...BODY, "properties"], (at) => delete at["force"], ["POST /executions body.force: is gone"]],
    [
      "a value is gone",
      [...BODY, "properties", "executionType"],
      (at) => Object.assign(at, { enum: ["drill"] }),
      ['POST /executions body.executionType: takes less: the values are ["drill"]'],
    ],
    [
      "a limit is lower",
      [...BODY, "properties", "triggerSource"],
      (at) => Object.assign(at, { maxLength: 10 }),
      ["POST /executions body.triggerSource: takes less: maxLength is 10"],
    ],
    [
      "a type is another",
      [...BODY, "properties", "force"],
      (at) => Object.assign(at, { type: "string" }),
      ['POST /executions body.force: takes less: type "boolean" is "string"'],
    ],
    ["an answer is gone", [...START, "responses"], (at) => delete at["202"], ["POST /executions: no longer answers 202"]],
    [
      "a header is gone",
      [...START, "responses", "202", "headers"],
      (at) => delete at["location"],
      ["POST /executions 202: no longer has the header location"],
    ],
    [
      "a member of an answer is gone",
      ["components", "schemas", "StartedExecution", "properties"],
      (at) => delete at["statusUrl"],
      ["POST /executions 202.statusUrl: is gone"],
    ],
    [
      "a member of an answer may be absent",
      ["components", "schemas", "WhoAmI"],
      (at) => (at["required"] as string[]).shift(),
      ["GET /whoami 200.principal: may be absent now"],
    ],
  ] satisfies readonly (readonly [string, readonly string[], (at: Record<string, unknown>) => void, readonly string[]])[])(
    "%s",
    (_what, keys, change, found) => {
      expect(breakingChanges(released, changed(keys, change))).toEqual(found);
    },
  );
});

it("a pattern with one choice more takes all that it took; any other may take less", () => {
  const schema = (pattern: string) => ({
    paths: { "/x": { get: { parameters: [{ name: "p", in: "query", schema: { type: "string", pattern } }], responses: {} } } },
  });
  const from = (before: string, after: string) => breakingChanges(schema(before), schema(after));
  expect([from("^a(?:Z)$", "^a(?:Z|([+-](?:0|1)))$"), from("^(?:Z)$", "^(?:Z)$")]).toEqual([[], []]);
  const less = ["GET /x query p: takes less: another pattern"];
  for (const after of ["^a(?:Z|b)c$", "^a(?:Zb)$", "^(?:Z|b)$", "^a(?:Z|(b)$", "^a(?:Z)|b)$"])
    expect([after, from("^a(?:Z)$", after)]).toEqual([after, less]);
});

it("more than before breaks nobody", () => {
  const after = changed([...BODY, "properties"], (at) => Object.assign(at, { note: { type: "string" } }));
  expect(breakingChanges(released, after)).toEqual([]);
});
