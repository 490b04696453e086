import { readSchema } from "../schema-reader/read-schema.ts";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { namesResource, namesScope, resourceName } from "./annotation.ts";
import { claimsOf, overlaps } from "./claims.ts";
import { declaredNamesSchema, declaredResources, declareNames, declaresResources, namesIn, resourcesOf } from "./declared.ts";

const defaults = { account: "123456789012", region: "eu-central-1" };
const cluster = resourceName("rds-cluster");
const record = z
  .strictObject({ zoneId: z.string(), name: z.string(), type: z.string().optional() })
  .refine(({ name }) => name !== "", "expected a name")
  .meta(namesResource({ kind: "dns-record", fields: { zone: "zoneId", name: "name", type: "type" } }));
const resources = z.strictObject({
  clusters: z.array(cluster).optional().describe("clusters"),
  instances: z.array(resourceName("rds-instance")).optional(),
  servers: z.array(resourceName(["drs-source-server", "ec2-instance"])).optional(),
  records: z.array(record).optional(),
  watched: z.array(resourceName("rds-cluster", { use: "reads" })).optional(),
});
const config = z.strictObject({
  region: z.string().meta(namesScope("region")).optional(),
  writer: z
    .union([
      resourceName("rds-instance", { use: "mentions" }),
      z.record(resourceName("rds-cluster", { use: "chooses" }), resourceName("rds-instance", { use: "mentions" })),
    ])
    .optional(),
});
const toSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
const schemas = { resourcesSchema: toSchema(resources), configSchema: toSchema(config) };

const here = "123456789012:eu-central-1";

describe("names in a task", () => {
  test("are found wherever the schemas of its operation say, each with its path and use", () => {
    const task = {
      resources: {
        clusters: ["Orders", `arn:aws:rds:us-east-1:123456789012:cluster:orders`],
        servers: ["i-0a1", "s-1234567890abcdefg"],
        records: [{ zoneId: "/hostedzone/Z1", name: "O.example.com", type: "A" }],
        watched: ["billing"],
      },
      config: { writer: { ORDERS: "orders-2" } },
    };
    const found = declaredResources(schemas, task, defaults);
    expect(found.map(({ reference, use, path, written }) => [reference, use, path.join("."), written])).toEqual([
      [`rds-cluster:${here}:orders`, "acts", "resources.clusters.0", "Orders"],
      ["rds-cluster:123456789012:us-east-1:orders", "acts", "resources.clusters.1", task.resources.clusters[1]],
      [`ec2-instance:${here}:i-0a1`, "acts", "resources.servers.0", "i-0a1"],
      [`drs-source-server:${here}:s-1234567890abcdefg`, "acts", "resources.servers.1", "s-1234567890abcdefg"],
      ["dns-record:::Z1/o.example.com./A", "acts", "resources.records.0", "/hostedzone/Z1/O.example.com/A"],
      [`rds-cluster:${here}:billing`, "reads", "resources.watched.0", "billing"],
      [`rds-cluster:${here}:orders`, "chooses", "config.writer.ORDERS", "ORDERS"],
      [`rds-instance:${here}:orders-2`, "mentions", "config.writer.ORDERS", "orders-2"],
    ]);
  });

  test("are looked up in the Region that the task names, but for those whose ARN tells another", () => {
    const task = {
      resources: { clusters: ["a", "arn:aws:rds:us-east-1:123456789012:cluster:b"] },
      config: { region: "eu-west-1", writer: "A-1" },
    };
    const declared = declareNames(schemas, task, defaults);
    expect(declaredNamesSchema.parse(structuredClone(declared))).toEqual(declared);
    expect(declared).toMatchObject({ account: "123456789012", region: "eu-west-1" });
    expect(declared.names.map(({ at }) => at.join("."))).toEqual(["resources.clusters.[]", "config.writer"]);
    expect(namesIn(task, declared).map(({ reference }) => reference)).toEqual([
      "rds-cluster:123456789012:eu-west-1:a",
      "rds-cluster:123456789012:us-east-1:b",
      "rds-instance:123456789012:eu-west-1:a-1",
    ]);
  });

  test("take what stands beside their list, also in a list of such objects", () => {
    const pair = z.strictObject({ to: z.string(), volumes: z.array(resourceName("ontap-volume", { beside: { cluster: "to" } })) });
    const named = (schema: z.ZodType, value: unknown) =>
      resourcesOf(toSchema(schema), value, defaults).map(({ reference }) => reference.replace("ontap-volume:::", ""));
    expect(named(pair, { to: "DR1", volumes: ["data", "svm:logs"] })).toEqual(["dr1/*/data", "dr1/svm/logs"]);
    const pairs = [
      { to: "DR1", volumes: ["data"] },
      { to: "DR2", volumes: ["data"] },
    ];
    expect(named(z.strictObject({ pairs: z.array(pair) }), { pairs })).toEqual(["dr1/*/data", "dr2/*/data"]);
  });

  test("are none where nothing is declared", () => {
    const silent = { resourcesSchema: toSchema(z.strictObject({ name: z.string() })), configSchema: toSchema(z.strictObject({})) };
    expect([declaresResources(silent), declaresResources(schemas)]).toEqual([false, true]);
    expect(declaredResources(silent, { resources: { name: "x" }, config: {} }, defaults)).toEqual([]);
  });

  test("are found behind references of a schema, also of one that refers to itself", () => {
    const schema = {
      properties: { tree: { $ref: "#/$defs/node" } },
      $defs: {
        node: {
          type: "object",
          properties: { id: { type: "string", resource: { kind: "ec2-instance" } }, next: { $ref: "#/$defs/node" } },
        },
      },
    };
    const found = resourcesOf(schema, { tree: { id: "i-1", next: { id: "i-2" } } }, defaults);
    expect(found.map(({ reference, path }) => [reference, path.join(".")])).toEqual([
      [`ec2-instance:${here}:i-1`, "tree.id"],
      [`ec2-instance:${here}:i-2`, "tree.next.id"],
    ]);
  });
});

test("a schema of names refuses what is no name of its kind, and says what one is", () => {
  const answer = cluster.safeParse("arn:aws:rds:us-east-1:123456789012:db:orders");
  expect(answer.error?.issues[0]?.message).toBe("expected the name or the ARN of an RDS cluster");
  expect(cluster.safeParse("orders\n").success).toBe(false);
  const stored = readSchema(schemas.resourcesSchema);
  expect([stored.safeParse({ servers: ["i-1"] }).success, stored.safeParse({ servers: ["x-1"] }).success]).toEqual([true, false]);
});

describe("claims", () => {
  const recordOf = (type?: string, set?: string) =>
    resourcesOf(
      { resource: { kind: "dns-record", fields: { zone: "z", name: "n", type: "t", set: "s" } } },
      { z: "Z1", n: "a.b", t: type, s: set },
      defaults,
    );
  test("a part is claimed alone, and what it lies within is shared; alone beats shared", () => {
    expect(claimsOf(recordOf("A"))).toEqual([
      { reference: "dns-record:::Z1/a.b./A", shared: false },
      { reference: "dns-record:::Z1/a.b.", shared: true },
    ]);
    expect(claimsOf([...recordOf("A"), ...recordOf()])).toContainEqual({ reference: "dns-record:::Z1/a.b.", shared: false });
  });
  test("what is read is shared, and what is chosen or mentioned is not claimed", () => {
    const task = { resources: { watched: ["a"] }, config: { writer: { a: "b" } } };
    expect(claimsOf(declaredResources(schemas, task, defaults))).toEqual([{ reference: `rds-cluster:${here}:a`, shared: true }]);
  });
  test("two records meet where one may be the other", () => {
    const all = [recordOf(), recordOf("A"), recordOf("AAAA"), recordOf("A", "x"), recordOf(undefined, "x"), recordOf("A", "y")].flat();
    const matrix = all.map((a) => all.map((b) => (overlaps(a, b) ? "x" : "-")).join(""));
    expect(matrix).toEqual(["xxxxxx", "xx-x-x", "x-x---", "xx-xx-", "x--xx-", "xx---x"]);
  });
});
