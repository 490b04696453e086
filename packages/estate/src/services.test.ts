// The one list: every service is whole, and each has its own part of a seed document.
import { describe, expect, test } from "vitest";
import { SERVICES } from "./services.ts";
import { seedDocument } from "./seeding/seed-document.ts";

describe.each(SERVICES.map((service) => [service.service, service] as const))("%s", (_name, service) => {
  test("has operations, and an empty seed that makes sense", () => {
    expect(Object.keys(service.operations).length).toBeGreaterThan(0);
    expect(service.seed.schema.safeParse({}).success).toBe(true);
    for (const { from, to } of Object.values(service.durations)) expect([from >= 0, to >= from]).toEqual([true, true]);
  });

  test("writes the answers of all its operations", async () => {
    const wire = await service.wire();
    // Most answer 200; a model may say another success: something was made, takes its time, or is gone.
    for (const action of Object.keys(service.operations)) expect([200, 201, 202, 204]).toContain(wire.encode(action, {}, "r").status);
  });
});

test("names are unique, and each has its part of a seed document", () => {
  const names = SERVICES.map(({ service }) => service);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(seedDocument.parse({}))).toEqual(names);
  expect(seedDocument.safeParse({ nobody: {} }).success).toBe(false);
});
