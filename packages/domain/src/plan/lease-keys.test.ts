/** Tests of lease-keys.ts. */
import { describe, expect, test } from "vitest";
import { describeLeaseKey, planLeaseKey, resourceLeaseKeys, resourceNames } from "./lease-keys.ts";

describe("resourceNames", () => {
  test.each([
    ["entries of lists", { clusters: ["orders", "billing"], instances: ["x"] }, ["orders", "billing", "x"]],
    [
      "objects by their naming fields, in an order that stays",
      { route53Records: [{ newValue: "lb", recordName: "app", hostedZoneId: "Z1" }] },
      ["Z1/app"],
    ],
    ["a text field that names something", { recoveryPlanId: "plan-1", region: "us-west-2", comment: "x" }, ["plan-1"]],
    [
      "nothing in nested context, numbers and empty names",
      { enterpriseContext: { parentExecutionId: "e" }, counts: [1, null], clusters: [""] },
      [],
    ],
    ["nothing at all", {}, []],
  ])("%s", (_, resources, names) => {
    expect(resourceNames({ resources })).toEqual(names);
  });

  test("an object without a naming field goes by its content", () => {
    const [first] = resourceNames({ resources: { rules: [{ port: 80, cidr: "10.0.0.0/8" }] } });
    const [same] = resourceNames({ resources: { rules: [{ cidr: "10.0.0.0/8", port: 80 }] } });
    const [other] = resourceNames({ resources: { rules: [{ cidr: "10.0.0.0/8", port: 81 }] } });
    expect([first, first === other]).toEqual([same, false]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("keys carry the technology and come once", () => {
  const tasks = [
    { type: "database", resources: { clusters: ["orders", "orders"] } },
    { type: "drs", resources: { sourceServers: ["orders"] } },
    { type: "database", resources: { instances: ["orders"] } },
  ];
  expect(resourceLeaseKeys(tasks)).toEqual(["RES#database#orders", "RES#drs#orders"]);
});

test("a key reads as a person would say it", () => {
  expect(describeLeaseKey("RES#drs#a#b")).toEqual({ text: "drs resource a#b", technology: "drs", resource: "a#b" });
  expect(describeLeaseKey(planLeaseKey("p"))).toEqual({ text: "plan p" });
});
