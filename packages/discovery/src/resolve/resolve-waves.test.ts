/** Tag filters become names: fields by declared kinds, members behind clusters, and every reason to refuse. */
import { DrError } from "@dr/events";
import { describe, expect, it, test } from "vitest";
import { arnOf, inventoryOf, taskOf, waveOf } from "../../test/world.ts";
import type { Sighting } from "../core/inventory.ts";
import { resolveWaves } from "./resolve-waves.ts";

const tier = (value: string) => ({ "DR-Tier": value });
const orders = arnOf("rds", "cluster:orders");
const stack = arnOf("cloudformation", "stack/shop/1");
const server = arnOf("drs", "source-server/s-00000000000000001");
const origin = arnOf("ec2", "instance/i-0a1", "us-east-1");

const ESTATE: readonly Sighting[] = [
  { arn: orders, tags: { "aws:cloudformation:stack-id": stack } },
  { arn: stack, tags: tier("database") },
  { arn: arnOf("rds", "db:orders-1"), tags: {}, cluster: orders },
  { arn: arnOf("rds", "db:billing"), tags: tier("database") },
  { arn: arnOf("rds", "cluster:elsewhere", "eu-west-1"), tags: tier("database") },
  { arn: arnOf("ec2", "security-group/sg-1"), tags: tier("database") },
  { arn: origin, tags: tier("application") },
  { arn: server, tags: { Name: "app01" }, standsFor: origin },
  {
    arn: arnOf("ec2", "instance/i-0c3"),
    tags: { ...tier("application"), AWSElasticDisasterRecoverySourceServerID: "s-00000000000000001" },
  },
  { arn: arnOf("ec2", "instance/i-0b2", "us-east-1"), tags: tier("unprotected") },
  { arn: arnOf("drs", "source-server/s-00000000000000009", "eu-west-1"), tags: tier("far") },
];

function refusalOf(...args: Parameters<typeof resolveWaves>): unknown {
  try {
    return resolveWaves(...args);
  } catch (error) {
    return error instanceof DrError ? error.code : error;
  }
}

describe("a task with tag filters", () => {
  it("gets names in the fields that its operation declares; a cluster stands for its members, another Region by ARN", () => {
    const { waves, tasks } = resolveWaves([waveOf(1, [taskOf("db", "database", tier("database"))])], inventoryOf(ESTATE));
    expect(waves[0]?.tasks[0]?.resources).toEqual({
      clusters: [arnOf("rds", "cluster:elsewhere", "eu-west-1"), "orders"],
      instances: ["billing"],
    });
    expect(tasks[0]?.resources.find(({ arn }) => arn === orders)).toEqual({
      reference: "rds-cluster:123456789012:us-west-2:orders",
      written: "orders",
      arn: orders,
      tags: { "DR-Tier": { value: "database", level: "stack", source: stack } },
    });
  });

  it("keeps to the Region that its settings tell", () => {
    const task = taskOf("db", "database", tier("database"), { config: { region: "us-west-2" } });
    expect(resolveWaves([waveOf(1, [task])], inventoryOf(ESTATE)).waves[0]?.tasks[0]?.resources["clusters"]).toEqual(["orders"]);
  });

  it("of DRS launches the server that replicates a tagged instance, and never takes a launched copy for a source", () => {
    const { waves, tasks } = resolveWaves([waveOf(1, [taskOf("app", "drs", tier("application"))])], inventoryOf(ESTATE));
    expect(waves[0]?.tasks[0]?.resources).toEqual({ sourceServers: ["s-00000000000000001"] });
    expect(tasks[0]?.resources[0]).toMatchObject({ arn: server, tags: { "DR-Tier": { source: origin } } });
  });

  it("keeps what the plan names beside them, once", () => {
    const task = taskOf("db", "database", undefined, { resources: { tagFilters: tier("database"), clusters: ["ORDERS", "more"] } });
    const [resolved] = resolveWaves([waveOf(1, [task])], inventoryOf(ESTATE)).waves[0]?.tasks ?? [];
    expect(resolved?.resources).toEqual({
      clusters: ["ORDERS", "more", arnOf("rds", "cluster:elsewhere", "eu-west-1")],
      instances: ["billing"],
    });
  });
});

test("tasks without filters stay as they are", () => {
  const waves = [waveOf(1, [taskOf("a", "database", undefined, { resources: { clusters: ["x"] } })])];
  expect(resolveWaves(waves, inventoryOf([])).waves).toEqual(waves);
});

test.each([
  ["planning.tag_filters_empty", taskOf("a", "database", tier("nothing"))],
  ["planning.tag_filters_empty", taskOf("a", "database", tier("application"))],
  ["planning.tag_filters_undeclared", taskOf("a", "infrastructure", tier("database"))],
  ["planning.tag_filters_undeclared", taskOf("a", "database", tier("database"), { declared: undefined })],
  ["planning.tag_filters_elsewhere", taskOf("a", "drs", tier("far"))],
])("%s", (code, task) => {
  expect(refusalOf([waveOf(1, [task])], inventoryOf(ESTATE))).toBe(code);
});

test("an instance that DRS does not replicate is nothing for DRS", () => {
  expect(refusalOf([waveOf(1, [taskOf("a", "drs", tier("unprotected"))])], inventoryOf(ESTATE))).toBe("planning.tag_filters_empty");
});

test("more than fits into a task is refused with the number", () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({
    arn: arnOf("rds", `cluster:cluster-with-a-long-name-${index}`),
    tags: tier("many"),
  }));
  expect(refusalOf([waveOf(1, [taskOf("a", "database", tier("many"))])], inventoryOf(many))).toBe("planning.tag_filters_too_many");
});

test("more than an execution can take in time is refused with the number, however it is spread over tasks", () => {
  const tasks = ["x", "y", "z"].map((name) => taskOf(name, "database", tier(name)));
  const of = (each: number) =>
    inventoryOf(
      ["x", "y", "z"].flatMap((name) =>
        Array.from({ length: each }, (_, index) => ({ arn: arnOf("rds", `cluster:${name}${index}`), tags: tier(name) })),
      ),
    );
  expect(() => resolveWaves([waveOf(1, tasks)], of(6_700))).toThrow("lead to 20100 resources, too many to be taken in time");
  expect(resolveWaves([waveOf(1, tasks)], of(6_600)).tasks).toHaveLength(3);
});

test("two tasks that may run at once do not get the same thing; one after the other they do", () => {
  const both = [taskOf("a", "database", tier("database")), taskOf("b", "database", tier("database"))];
  expect(refusalOf([waveOf(1, both)], inventoryOf(ESTATE))).toBe("planning.resource_twice");
  expect(refusalOf([waveOf(1, both.slice(0, 1)), waveOf(2, both.slice(1))], inventoryOf(ESTATE))).toBe("planning.resource_twice");
  expect(resolveWaves([waveOf(1, both.slice(0, 1)), waveOf(2, both.slice(1), [1])], inventoryOf(ESTATE)).tasks).toHaveLength(2);
});
