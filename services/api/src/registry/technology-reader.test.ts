import { describe, expect, test } from "vitest";
import { createVirtualClock } from "@dr/runtime";
import { createRecordedTelemetry } from "@dr/runtime/testing";
import { createTestApi } from "../../test/api.ts";
import { technologyEntries } from "../../test/technologies.ts";
import { createTechnologyReader, type RegistryParameter } from "./technology-reader.ts";

const parameters = technologyEntries.map((entry, index) => ({ name: `/dr-orchestration/adapters/${index}`, value: JSON.stringify(entry) }));

function reader(answers: (readonly RegistryParameter[] | Error)[], ttlMs = 1_000) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const telemetry = createRecordedTelemetry();
  let reads = 0;
  const readParameters = (): Promise<readonly RegistryParameter[]> => {
    const answer = answers[Math.min(reads, answers.length - 1)] ?? [];
    reads += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const { read } = createTechnologyReader({ readParameters, clock, ttlMs, logger: telemetry.logger });
  return { read, clock, telemetry, reads: () => reads };
}

describe("the registry", () => {
  test("is read once per time to live, and once in two seconds for those who want it fresh", async () => {
    const { read, clock, reads } = reader([parameters]);
    await read();
    clock.advance(999);
    await read();
    expect(reads()).toBe(1);
    clock.advance(1);
    await read();
    await read({ fresh: true });
    expect(reads()).toBe(2);
    const long = reader([parameters], 60_000);
    for (const wait of [0, 1_999, 1]) {
      long.clock.advance(wait);
      await long.read({ fresh: true });
    }
    expect(long.reads()).toBe(2);
  });

  test("knows technologies with their operations", async () => {
    const { registry, entries } = await reader([parameters]).read();
    expect([...registry].map(([technology, { operations }]) => [technology, [...operations.keys()]])).toEqual([
      ["database", ["failover"]],
      ["drs", ["recovery"]],
      ["infrastructure", ["dns_update"]],
    ]);
    expect(entries.map((entry) => entry.version)).toEqual(["1.0.0", "1.0.0", "1.0.0"]);
  });

  test("joins the operations of a technology, each of which has a parameter of its own; a bad one takes no other with it", async () => {
    const [database] = technologyEntries as readonly { readonly operations: readonly object[] }[];
    const named = (name: string) => ({ ...database, operations: [{ ...database?.operations[0], name }] });
    const stored = [named("failover"), named("promote"), { ...named("broken"), operations: [{}] }].map((entry, index) => ({
      name: `/adapters/database/${index}`,
      value: JSON.stringify(entry),
    }));
    const { registry, entries, unusable } = await reader([stored]).read();
    expect([...(registry.get("database")?.operations.keys() ?? [])]).toEqual(["failover", "promote"]);
    expect(entries.map(({ technology, operations }) => [technology, operations.length])).toEqual([["database", 2]]);
    expect(unusable.map(({ parameter }) => parameter)).toEqual(["/adapters/database/2"]);
  });

  test("leaves out an entry that cannot be used, and says which and why", async () => {
    const bad = [
      { name: "/adapters/text", value: "not json" },
      { name: "/adapters/shape", value: '{"technology": "x"}' },
    ];
    const { read, telemetry } = reader([[...bad, ...parameters]]);
    const { registry, unusable } = await read();
    expect([registry.size, unusable.map(({ parameter }) => parameter)]).toEqual([3, ["/adapters/text", "/adapters/shape"]]);
    expect(unusable[1]?.reason).toContain("version");
    expect(telemetry.lines.map((line) => line.level)).toEqual(["warn", "warn"]);
  });

  test("goes on with the last answer when it cannot be read, and fails only without one", async () => {
    const down = new Error("throttled");
    const { read, clock, telemetry } = reader([parameters, down]);
    await read();
    clock.advance(5000);
    expect((await read()).registry.size).toBe(3);
    expect(telemetry.lines.at(-1)).toMatchObject({ level: "warn", fields: { error: down } });
    await expect(reader([down]).read()).rejects.toMatchObject({ code: "registry.unavailable", retryable: true });
  });
});

test("GET /discovery/technologies shows it to every role; GET /health tells where it runs", async () => {
  const { call, registry } = createTestApi();
  registry.parameters.push({ name: "/adapters/broken", value: "{" });
  const { status, body } = await call("GET /api/v1/discovery/technologies", { role: "DRReadOnly" });
  expect(status).toBe(200);
  expect(body.technologies.map((entry: { technology: string }) => entry.technology)).toEqual(["database", "drs", "infrastructure"]);
  expect(body.technologies[0].operations[0]).toMatchObject({
    name: "failover",
    reversibility: "reversible",
    defaults: { timeoutSeconds: 3600 },
  });
  expect(body.unusable).toEqual([{ parameter: "/adapters/broken", reason: expect.any(String) }]);
  expect(await call("GET /api/v1/health", { role: "DRReadOnly" })).toMatchObject({
    status: 200,
    body: { status: "ok", region: "eu-central-1", stage: "test", estate: "simulated", epoch: 0 },
  });
});
