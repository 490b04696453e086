/** Given Regions in which tasks may act, when a task, a question or a query names another one, then: refused with its place, and nothing is looked at. */
import { declaredRegion } from "@dr/events";
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import * as z from "zod";
import { createQueryFunction, defineAdapter } from "../src/index.ts";
import { regionRefusal } from "../src/allowed-regions.ts";
import { answerReadiness } from "../src/readiness-answer.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

const allowed = ["us-east-1", "us-west-2"];
const operation = {
  resources: z.strictObject({ valves: z.array(z.string()) }),
  config: z.strictObject({ targetRegion: declaredRegion().optional() }),
};
const words = (region: string): string =>
  `no task may act in ${region}: allowed are us-east-1, us-west-2; name one of them, or have whoever deploys the platform allow this one (DR_ALLOWED_REGIONS)`;

test.each([
  ["its target", { resources: { valves: ["a"] }, config: {}, target: { region: "eu-west-1" } }, "target.region"],
  ["a setting", { resources: { valves: ["a"] }, config: { targetRegion: "eu-west-1" } }, "config.targetRegion"],
  ["an ARN", { resources: { valves: ["a", "arn:aws:iot:eu-west-1:123456789012:thing/b"] }, config: {} }, "resources.valves[1]"],
])("a task is refused for %s", (_name, task, path) => {
  expect(regionRefusal(operation, task, allowed)).toEqual({
    code: "task.region_not_allowed",
    message: `${path}: ${words("eu-west-1")}`,
    retryable: false,
    details: { places: [{ region: "eu-west-1", path }], expected: allowed },
  });
});

test("a task that stays within them, or of an installation that says nothing, is not", () => {
  const here = { resources: { valves: ["arn:aws:iot:us-west-2:123456789012:thing/b"] }, config: { targetRegion: "us-east-1" } };
  expect(regionRefusal(operation, here, allowed)).toBeUndefined();
  expect(regionRefusal(operation, { ...here, target: { region: "eu-west-1" } }, undefined)).toBeUndefined();
});

test("readiness says so as a check that blocks, and no client is made", async () => {
  const now = "2026-11-23T04:00:00.000Z";
  const asked = {
    operation: "set_position",
    resources: { valves: ["main"] },
    config: { position: 50 },
    executionType: "recovery",
    mode: "unplanned",
    target: { region: "ap-south-1" },
  };
  const clientsAt = (): never => {
    throw new Error("looked at something");
  };
  expect(await answerReadiness(valveAdapter, { clientsAt, now, allowedRegions: allowed }, asked)).toEqual({
    ok: true,
    value: {
      mode: "unplanned",
      ready: false,
      checks: [
        expect.objectContaining({
          resource: "set_position",
          code: "task.region_not_allowed",
          severity: "block",
          message: `target.region: ${words("ap-south-1")}`,
        }),
      ],
    },
  });
});

test("a query is refused for its input and for its target", async () => {
  const seen: unknown[] = [];
  const world = createFakeValves({}, createVirtualClock("2026-11-23T04:00:00.000Z"));
  const adapter = defineAdapter({
    ...valveAdapter,
    createClients: () => world.createClients((port) => port),
    queries: {
      valves: {
        description: "valves of a Region",
        input: z.strictObject({ region: declaredRegion().optional() }),
        run: (_context: unknown, input: unknown) => Promise.resolve({ seen: seen.push(input) }),
      },
    },
  });
  const ask = createQueryFunction(adapter, { AWS_REGION: "us-east-1", DR_ALLOWED_REGIONS: "us-east-1,us-west-2" });
  const refusal = (path: string) => ({
    ok: false,
    failure: { code: "task.region_not_allowed", message: `${path}: ${words("eu-west-1")}` },
  });
  expect(await ask({ query: "valves", input: { region: "eu-west-1" } }, {})).toMatchObject(refusal("region"));
  expect(await ask({ query: "valves", target: { region: "eu-west-1" } }, {})).toMatchObject(refusal("target.region"));
  expect(seen).toEqual([]);
  expect(await ask({ query: "valves", input: { region: "us-west-2" } }, {})).toEqual({ ok: true, value: { seen: 1 } });
});
