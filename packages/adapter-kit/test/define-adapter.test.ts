/** Adapters that are broken in a way that shows before the first task: each is refused while it loads, with what is wrong. */
import { expect, test } from "vitest";
import { defineAdapter, type Operation } from "../src/index.ts";
import { valveAdapter } from "./valve.ts";

type Clients = ReturnType<typeof valveAdapter.createClients>;
const sound = valveAdapter.operations["set_position"] as Operation<Clients>;

test.each([
  ["forgets what it does in a drill", { drill: undefined }, /does not say what it does in a drill/],
  ["says something else of a drill", { drill: { kind: "careful" } }, /drill kind "careful"/],
  ["makes a copy in a drill and leaves it", { drill: { kind: "isolated_copy" } }, /no cleanup that removes it/],
  ["says that it can be taken back and cannot", { rollback: undefined }, /declared reversible but has no rollback/],
  ["never looks", { pollSeconds: 0 }, /pollSeconds must be positive/],
])("an operation that %s", (_name, change, message) => {
  const operation = { ...sound, ...change } as Operation<Clients>;
  expect(() => defineAdapter({ ...valveAdapter, operations: { set_position: operation } })).toThrow(
    expect.objectContaining({ code: "adapter.invalid", message: expect.stringMatching(message) as string }),
  );
});

test("a sound one loads", () => {
  expect(defineAdapter(valveAdapter)).toBe(valveAdapter);
});
