// Transactions of the world, in memory and on disk.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defineKind } from "./kind.ts";
import { createSqliteStorage } from "./sqlite-storage.ts";
import { createMemoryStorage } from "./storage.ts";
import { createWorld } from "./world.ts";

const dir = mkdtempSync(join(tmpdir(), "world-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const thing = defineKind<{ readonly value: number }>("thing");
let files = 0;
const storages = [
  ["memory", createMemoryStorage],
  ["SQLite", () => createSqliteStorage(join(dir, `${(files += 1)}.sqlite`))],
] as const;

describe.each(storages)("a world in %s", (_name, createStorage) => {
  const open = () => {
    const storage = createStorage();
    return { storage, world: createWorld(storage, storage.load()) };
  };

  test("a transaction sees its own changes, others see them after it", () => {
    const { world } = open();
    const before = world.view();
    world.transact(1, (change) => {
      change.put(thing, "r", "a", { value: 1 });
      expect(change.get(thing, "r", "a")).toEqual({ value: 1 });
      expect(change.list(thing, "r")).toEqual([{ value: 1 }]);
      expect(before.get(thing, "r", "a")).toBeUndefined();
      change.remove(thing, "r", "a");
      expect(change.get(thing, "r", "a")).toBeUndefined();
      expect(change.list(thing, "r")).toEqual([]);
      change.put(thing, "r", "a", { value: 2 });
    });
    expect(before.get(thing, "r", "a")).toEqual({ value: 2 });
    expect(before.regions(thing)).toEqual(["r"]);
    expect(before.get(thing, "other", "a")).toBeUndefined();
  });

  test("a transaction that throws changes nothing", () => {
    const { world } = open();
    world.transact(1, (change) => change.put(thing, "r", "a", { value: 1 }));
    expect(() =>
      world.transact(2, (change) => {
        change.put(thing, "r", "a", { value: 2 });
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(world.view().get(thing, "r", "a")).toEqual({ value: 1 });
  });

  test("a view of the past goes back one version", () => {
    const { world } = open();
    world.transact(10, (change) => change.put(thing, "r", "a", { value: 1 }));
    world.transact(20, (change) => change.put(thing, "r", "a", { value: 2 }));
    expect(world.view(20).get(thing, "r", "a")).toEqual({ value: 2 });
    expect(world.view(19).list(thing, "r")).toEqual([{ value: 1 }]);
    world.transact(30, (change) => change.put(thing, "r", "b", { value: 3 }));
    expect(world.view(29).list(thing, "r")).toEqual([{ value: 2 }]);
  });
});

test("what cannot be written to disk does not happen in memory", () => {
  const storage = createSqliteStorage(join(dir, "closed.sqlite"));
  const world = createWorld(storage, storage.load());
  storage.close();
  expect(() => world.transact(1, (change) => change.put(thing, "r", "a", { value: 1 }))).toThrow(/database is not open/u);
  expect(world.view().get(thing, "r", "a")).toBeUndefined();
});

test("a failed transaction on disk leaves nothing half written", () => {
  const file = join(dir, "half.sqlite");
  const storage = createSqliteStorage(file);
  const world = createWorld(storage, storage.load());
  const effect = {
    seq: 1,
    at: "",
    wallAt: "",
    service: "s",
    action: "a",
    region: "r",
    resources: [],
    request: {},
    outcome: "applied",
    requestId: "x",
  } as const;
  world.transact(1, (change) => change.record(effect));
  expect(() =>
    world.transact(2, (change) => {
      change.put(thing, "r", "a", { value: 1 });
      change.record(effect);
    }),
  ).toThrow(/UNIQUE/u);
  storage.close();
  const again = createSqliteStorage(file).load();
  expect(again.effects).toEqual([effect]);
  expect(again.resources).toEqual([]);
});

test("after a restart, a view of the past shows the present record rather than none", () => {
  const file = join(dir, "restarted.sqlite");
  const first = createSqliteStorage(file);
  createWorld(first, first.load()).transact(20, (change) => change.put(thing, "r", "a", { value: 1 }));
  first.close();
  const second = createSqliteStorage(file);
  const world = createWorld(second, second.load());
  expect(world.view(19).get(thing, "r", "a")).toEqual({ value: 1 });
  world.transact(30, (change) => change.put(thing, "r", "a", { value: 2 }));
  expect(world.view(29).get(thing, "r", "a")).toEqual({ value: 1 });
  second.close();
});
