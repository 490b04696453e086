// Every operation that a server of others can show, through the real clients; and the list that says which it cannot, held in both directions.
import { join } from "node:path";
import type { Adapter } from "@dr/adapter-kit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readAdapters, root } from "../adapters/adapters.ts";
import { LIST, wrongWith, type Verdict } from "./operations-list.ts";
import { peerAt, play, type Peer } from "./operations/scene.ts";
import { SCENES } from "./operations/scenes.ts";
import { startMiniStack, startMoto, type Server } from "./servers.ts";

const byName = (a: string, b: string): number => a.localeCompare(b);
const adapters = await Promise.all(
  readAdapters().map(async ({ service }) => {
    const module = (await import(join(root, "services", service, "src/adapter.ts"))) as Record<string, Adapter<never>>;
    return Object.values(module).find((value) => typeof value === "object" && "operations" in value)!;
  }),
);
const operations = adapters.flatMap((adapter) =>
  Object.keys(adapter.operations).map((operation) => ({ name: `${adapter.technology}.${operation}`, adapter, operation })),
);

it("has a line and a scene for every operation, and for nothing else", () => {
  const names = operations.map(({ name }) => name).toSorted(byName);
  expect(Object.keys(LIST).toSorted(byName)).toEqual(names);
  expect(Object.keys(SCENES).toSorted(byName)).toEqual(names);
});

it("says why of everything that cannot be shown", () => {
  const reasons = Object.values(LIST).flatMap(({ moto, ministack }) =>
    [moto, ministack].flatMap((one) => (one === "runs" ? [] : [one.cannot])),
  );
  expect(reasons.filter((why) => why.length < 25)).toEqual([]);
});

it("is wrong in either direction, and when the reason is another one", () => {
  const cannot: Verdict = { cannot: "moto has no such thing", sees: /HTML/u };
  expect([wrongWith("runs", "done"), wrongWith(cannot, "could not be arranged: HTML")]).toEqual([undefined, undefined]);
  expect(wrongWith("runs", "TechnologyFailed aws.invalid: no")).toBe("the list says that it runs: TechnologyFailed aws.invalid: no");
  expect(wrongWith("runs", 'completed, and the server tells "stopped"')).toContain("says that it runs");
  expect(wrongWith(cannot, "done")).toBe("the list says that it cannot (moto has no such thing), and it does");
  expect(wrongWith(cannot, "TechnologyFailed task.timed_out: other")).toContain("names another reason");
});

describe.runIf(process.env["DR_INTEROP"] === "1").each([
  ["moto", startMoto],
  ["ministack", startMiniStack],
] as const)("%s", (server, start) => {
  let running: Server;
  let peer: Peer;

  beforeAll(async () => {
    // Tables of the platform itself are reached with what the process is: twelve digits are an account for both servers.
    vi.stubEnv("AWS_ACCESS_KEY_ID", "123456789012");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-checked");
    running = await start();
    peer = peerAt(server, running.endpoint);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    running.stop();
  });

  it.each(operations)("$name", { timeout: 120_000 }, async ({ name, adapter, operation }) => {
    const [verdict, scene] = [LIST[name]?.[server], SCENES[name]];
    if (verdict === undefined || scene === undefined) throw new Error(`${name} has no line or no scene`);
    expect(wrongWith(verdict, await play({ adapter, operation, scene, peer }))).toBeUndefined();
  });
});
