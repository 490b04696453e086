import { describe, expect, test } from "vitest";
import { planFrom, planOf, wave } from "../../test/plans.ts";
import { describeLeaseKey, nextLeaseKey, planLeaseKey, resourceLeaseClaims } from "./lease-keys.ts";
import { resourceNames } from "./task-resources.ts";

const scope = { account: "123456789012", region: "eu-central-1" };
const tasksOf = (...technologies: readonly object[]) =>
  planFrom(planOf(wave(1, { technologies })), { scope }).plan.waves.flatMap(({ tasks }) => tasks);
const database = { type: "database", operation: "failover" };

describe("what tasks claim", () => {
  test("goes by what a thing is, not by how it is written: clusters and instances of one name are two", () => {
    const tasks = tasksOf(
      { ...database, resources: { clusters: ["Orders"], instances: ["orders"] } },
      { ...database, resources: { clusters: ["arn:aws:rds:us-east-1:123456789012:cluster:orders"] } },
      {
        type: "infrastructure",
        operation: "dns_update",
        resources: { route53Records: [{ hostedZoneId: "Z1", recordName: "A.b", newValue: "c" }] },
      },
    );
    expect(resourceLeaseClaims(tasks)).toEqual([
      { key: "RES#rds-cluster:123456789012:eu-central-1:orders", shared: false },
      { key: "RES#rds-instance:123456789012:eu-central-1:orders", shared: false },
      { key: "RES#rds-cluster:123456789012:us-east-1:orders", shared: false },
      { key: "RES#dns-record:::Z1/a.b.", shared: false },
    ]);
    expect(tasks.flatMap(resourceNames)).toEqual(["Orders", "orders", "arn:aws:rds:us-east-1:123456789012:cluster:orders", "Z1/A.b"]);
  });

  test("goes by letters where a plan kept no declaration, and never meets what is declared", () => {
    const old = { type: "database", resources: { clusters: ["orders", { a: 1 }], note: "x" }, config: {} };
    expect(resourceLeaseClaims([old, old]).map(({ key }) => key)).toEqual([
      "RES#opaque:::database/orders",
      `RES#opaque:::database/${encodeURIComponent('{"a":1}')}`,
    ]);
    expect(resourceNames(old)).toEqual(["orders", '{"a":1}']);
  });
});

test("keys tell people what they are about", () => {
  expect(describeLeaseKey(planLeaseKey("p"))).toEqual({ text: "plan p" });
  expect([nextLeaseKey("PLAN#p"), describeLeaseKey(nextLeaseKey("PLAN#p"))]).toEqual(["NEXT#PLAN#p", { text: "plan p" }]);
  expect(describeLeaseKey("RES#rds-cluster:1:eu-central-1:orders")).toEqual({
    text: "rds-cluster orders in 1, eu-central-1",
    kind: "rds-cluster",
    resource: "orders",
    reference: "rds-cluster:1:eu-central-1:orders",
  });
  expect(describeLeaseKey("RES#opaque:::database/a%20b").text).toBe("database a b");
  expect(describeLeaseKey("RES#database#orders").text).toBe("resource database#orders");
});
