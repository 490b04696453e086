/** What an adapter can be asked without a task: its queries, and whether an operation is ready. */
import { createVirtualClock } from "@dr/runtime";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createQueryFunction, defineAdapter, type Adapter } from "../src/index.ts";
import { createFakeValves, valveAdapter, type FakeValve } from "./valve.ts";

type Clients = ReturnType<typeof valveAdapter.createClients>;

function given(valves: Readonly<Record<string, FakeValve>>) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const world = createFakeValves(valves, clock);
  const adapter: Adapter<Clients> = {
    ...valveAdapter,
    queries: {
      position: {
        description: "Where a valve stands",
        input: z.strictObject({ valve: z.string() }),
        run: ({ clients }, input) => clients.valves.read((input as { valve: string }).valve),
      },
    },
    createClients: () => world.createClients((port) => port),
  };
  const handler = createQueryFunction(adapter, {}, { clock });
  return { ask: (event: unknown) => handler(event, {}), world };
}

const readiness = (valves: readonly string[], change: object = {}) => ({
  query: "readiness",
  input: {
    operation: "set_position",
    resources: { valves },
    config: { position: 50 },
    executionType: "recovery",
    mode: "planned",
    ...change,
  },
});

describe("queries", () => {
  test("answers with a value", async () => {
    const { ask } = given({ a: { position: 10 } });
    expect(await ask({ query: "position", input: { valve: "a" } })).toEqual({
      ok: true,
      value: { position: 10, status: "ok", pressure: 10 },
    });
  });

  test("tells which there are, and by which parameters", async () => {
    const known = { name: "position", description: "Where a valve stands", parameters: ["valve"] };
    expect(await given({}).ask({ query: "queries" })).toEqual({ ok: true, value: { queries: [known] } });
  });

  test("a parameter that is wrong is told with its place and what was expected, a query that there is not with those that there are", async () => {
    const { ask } = given({});
    expect(await ask({ query: "position", input: { valves: "a" } })).toMatchObject({
      failure: {
        details: {
          errors: [
            { path: "valve", code: "invalid_type", expected: "string" },
            { path: "valves", code: "unrecognized_keys", expected: "valve" },
          ],
        },
      },
    });
    expect(await ask({ query: "positon" })).toMatchObject({
      failure: { details: { known: ["queries", "input", "readiness", "position"], hint: "did you mean position?" } },
    });
  });

  test.each([
    ["no event", undefined, "query.invalid_input"],
    ["an unknown query", { query: "colour" }, "query.unknown"],
    ["wrong input", { query: "position", input: { tap: "a" } }, "query.invalid_input"],
    ["what the service does not have", { query: "position", input: { valve: "z" } }, "aws.not_found"],
    ["readiness of an unknown operation", readiness(["a"], { operation: "open" }), "task.unknown_operation"],
    ["readiness of wrong resources", readiness([]), "query.invalid_input"],
  ])("answers %s with a failure", async (_name, event, code) => {
    expect(await given({ a: { position: 10 } }).ask(event)).toMatchObject({ ok: false, failure: { code } });
  });

  test.each(["readiness", "input", "queries"])("the name %s is taken", (name) => {
    const queries = { [name]: { description: "", input: z.unknown(), run: async () => null } };
    expect(() => defineAdapter({ ...valveAdapter, queries })).toThrow(expect.objectContaining({ code: "adapter.invalid" }));
  });
});

test("input is held against the operation's own schemas, and nothing is looked at", async () => {
  const { ask } = given({});
  const asked = (change: object) => ask({ ...readiness(["nowhere"], change), query: "input" });
  expect(await asked({})).toEqual({ ok: true, value: { mode: "planned", ready: true, checks: [] } });
  expect(await asked({ executionType: "drill" })).toMatchObject({ value: { mode: "drill" } });
  expect(await asked({ config: { position: 101 } })).toMatchObject({ ok: false, failure: { code: "query.invalid_input" } });
});

describe("readiness", () => {
  test("tells of each resource what a task would meet, and does nothing", async () => {
    const { ask, world } = given({
      a: { position: 10 },
      b: { position: 50 },
      c: { position: 10, pressure: 80 },
      d: { position: 10, restsAt: "seized" },
      e: { position: 10, restsAt: "warming-up" },
    });
    const answer = (await ask(readiness(["a", "b", "c", "d", "e", "z"]))) as { value: { ready: boolean; mode: string; checks: object[] } };
    expect([answer.value.mode, answer.value.ready]).toEqual(["planned", false]);
    expect(answer.value.checks).toMatchObject([
      { resource: "b", code: "task.nothing_to_do", severity: "info" },
      { resource: "c", severity: "warn", message: "c is at 80 bar" },
      { resource: "d", code: "valve.unusable", severity: "block", evidence: { status: "seized" } },
      { resource: "e", severity: "block", passing: true },
      { resource: "z", code: "aws.not_found", severity: "block" },
    ]);
    expect(world.effects()).toEqual([]);
  });

  test.each([
    ["recovery", "unplanned", "unplanned", []],
    ["drill", "unplanned", "drill", ["a is at 80 bar"]],
  ])("a %s that is %s is looked at as %s", async (executionType, mode, shown, messages) => {
    const { ask } = given({ a: { position: 10, pressure: 80 } });
    const answer = (await ask(readiness(["a"], { executionType, mode }))) as {
      value: { mode: string; ready: boolean; checks: { message: string }[] };
    };
    expect([answer.value.mode, answer.value.ready]).toEqual([shown, true]);
    expect(answer.value.checks.map(({ message }) => message)).toEqual(messages);
  });
});
