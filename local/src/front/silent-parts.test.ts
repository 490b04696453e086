// A part that falls silent: calls that need it hear 503 and when to ask again, also those under way, and health names every part.
import { expect, it, onTestFinished } from "vitest";
import type { LocalFunction } from "../lambda/environment.ts";
import type { Dependencies } from "./dependencies.ts";
import { startFront } from "./server.ts";

function createParts() {
  const down = new Set<string>();
  const waiting = new Map<string, () => void>();
  const parts: Dependencies = {
    states: () => ["database", "queues", "bus", "estate"].map((name) => ({ name, state: down.has(name) ? "down" : "up", since: "T" })),
    wasDown: (name) => down.has(name),
    untilDown: (name) => (down.has(name) ? Promise.resolve() : new Promise((resolve) => waiting.set(name, resolve))),
    stop: () => undefined,
  };
  const silence = (name: string): void => {
    down.add(name);
    waiting.get(name)?.();
  };
  return { parts, silence };
}

/** Later than whatever is known already. */
const soon = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)));

async function given() {
  const { parts, silence } = createParts();
  let begun: () => void = () => undefined;
  const isUnderWay = new Promise<void>((resolve) => (begun = resolve));
  const answers = {
    invoke: (event: { rawPath: string }) => {
      begun();
      if (event.rawPath.endsWith("/slow")) return new Promise(() => undefined);
      return soon({ statusCode: 200, headers: { "content-type": "application/json" }, body: '{"status":"ok"}' });
    },
  } as unknown as LocalFunction;
  const route = (path: string) => ({ method: "GET", path, open: true });
  const routes = ["/health", "/slow", "/other"].map((path) => route(path)) as never;
  const front = await startFront({
    port: 0,
    accountId: "123456789012",
    fronts: [{ routes, answers }],
    verify: async () => ({}),
    local: () => soon({ status: 200, headers: {}, body: "[]" }),
    dependencies: parts,
    home: { region: "us-east-1", speed: 1, data: "." },
    nowMs: () => 0,
    log: () => undefined,
  });
  onTestFinished(front.stop);
  const ask = async (path: string) => {
    const response = await fetch(`${front.endpoint}${path}`);
    return {
      status: response.status,
      after: response.headers.get("retry-after"),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  return { ask, silence, isUnderWay };
}

it("a call under way hears of it when the database falls silent, and later ones at once", async () => {
  const { ask, silence, isUnderWay } = await given();
  const slow = ask("/slow");
  await isUnderWay;
  silence("database");
  for (const answer of [await slow, await ask("/other")])
    expect(answer).toMatchObject({
      status: 503,
      after: "2",
      body: { code: "local.dependency_down", detail: expect.stringContaining("database") },
    });
});

it.each(["database", "queues", "bus", "estate"])("health is 503 and names all parts when the %s is silent", async (name) => {
  const { ask, silence } = await given();
  expect(await ask("/health")).toMatchObject({ status: 200, after: null, body: { status: "ok" } });
  silence(name);
  const { status, after, body } = await ask("/health");
  const states = Object.fromEntries((body["dependencies"] as { name: string; state: string }[]).map((one) => [one.name, one.state]));
  expect([status, after, states]).toEqual([503, "2", { database: "up", queues: "up", bus: "up", estate: "up", [name]: "down" }]);
});

it("what is asked of the estate itself is 503 while that is silent; the API goes on", async () => {
  const { ask, silence } = await given();
  expect((await ask("/_local/estate/faults")).status).toBe(200);
  silence("estate");
  expect(await ask("/_local/estate/faults")).toMatchObject({
    status: 503,
    after: "2",
    body: { detail: expect.stringContaining("estate") },
  });
  expect((await ask("/other")).status).toBe(200);
});
