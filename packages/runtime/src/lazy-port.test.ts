/** A port is loaded by its first call and by no other. */
import { expect, test } from "vitest";
import { lazyPort } from "./lazy-port.ts";

interface Lamp {
  readonly on: (room: string) => Promise<string>;
  readonly off: (room: string) => Promise<string>;
}

const LAMP: Lamp = { on: async (room) => `on ${room}`, off: async (room) => `off ${room}` };

function counted(loads: readonly (Lamp | Error)[]) {
  const counts = { loads: 0 };
  const port = lazyPort<Lamp>(async () => {
    const loaded = loads[counts.loads++];
    if (loaded === undefined || loaded instanceof Error) throw loaded ?? new Error("loaded too often");
    return loaded;
  });
  return { port, counts };
}

test("nothing is loaded before the first call, and once for all calls", async () => {
  const { port, counts } = counted([LAMP]);
  expect(counts.loads).toBe(0);
  expect(await Promise.all([port.on("hall"), port.off("attic"), port.on("attic")])).toEqual(["on hall", "off attic", "on attic"]);
  expect(await port.off("hall")).toBe("off hall");
  expect(counts.loads).toBe(1);
});

test("a load that failed fails the calls that waited, and the next call loads again", async () => {
  const { port, counts } = counted([new Error("no such chunk"), LAMP]);
  await expect(Promise.all([port.on("hall"), port.off("hall")])).rejects.toThrow("no such chunk");
  expect(await port.on("hall")).toBe("on hall");
  expect(counts.loads).toBe(2);
});

test("a port can be awaited and passed on without being loaded", async () => {
  const { port, counts } = counted([LAMP]);
  const passed = await Promise.resolve(port);
  expect(counts.loads).toBe(0);
  expect(await passed.on("hall")).toBe("on hall");
});
