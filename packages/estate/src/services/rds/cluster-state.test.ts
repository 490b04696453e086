// The state of clusters and instances at exact moments.
import { describe, expect, test } from "vitest";
import { clusterStateAt } from "./cluster-state.ts";
import { instanceStateAt } from "./instance-state.ts";
import type { ClusterRecord, InstanceRecord } from "./records.ts";

const CLUSTER: ClusterRecord = {
  identifier: "c",
  region: "us-east-1",
  engine: "aurora-postgresql",
  engineVersion: "16.4",
  createdMs: 0,
  members: [
    { identifier: "one", promotionTier: 0 },
    { identifier: "two", promotionTier: 1 },
  ],
  writer: "two",
  failover: { requestedMs: 1000, visibleMs: 2000, flipMs: 3000, endMs: 4000, from: "one", to: "two" },
};

test.each([
  [1000, { busy: true, shown: { status: "available", writer: "one" } }],
  [1999, { busy: true, shown: { status: "available", writer: "one" } }],
  [2000, { busy: true, shown: { status: "failing-over", writer: "one" } }],
  [2999, { busy: true, shown: { status: "failing-over", writer: "one" } }],
  [3000, { busy: true, shown: { status: "failing-over", writer: "two" }, restarting: "one" }],
  [3999, { busy: true, shown: { status: "failing-over", writer: "two" }, restarting: "one" }],
  [4000, { busy: false, shown: { status: "available", writer: "two" } }],
])("a cluster at %i ms", (nowMs, state) => {
  expect(clusterStateAt(CLUSTER, nowMs)).toEqual(state);
});

describe("an instance", () => {
  const instance: InstanceRecord = {
    identifier: "one",
    region: "us-east-1",
    engine: "postgres",
    engineVersion: "16.4",
    createdMs: 0,
    availabilityZone: "b",
    secondaryAvailabilityZone: "a",
    reboot: { requestedMs: 1000, visibleMs: 2000, flipMs: 3000, endMs: 4000, failover: true },
  };

  test.each([
    [1000, { busy: true, shown: { status: "available", availabilityZone: "a", secondaryAvailabilityZone: "b" } }],
    [2000, { busy: true, shown: { status: "rebooting", availabilityZone: "a", secondaryAvailabilityZone: "b" } }],
    [3000, { busy: true, shown: { status: "rebooting", availabilityZone: "b", secondaryAvailabilityZone: "a" } }],
    [4000, { busy: false, shown: { status: "available", availabilityZone: "b", secondaryAvailabilityZone: "a" } }],
  ])("that fails over, at %i ms", (nowMs, state) => {
    expect(instanceStateAt(instance, undefined, nowMs)).toEqual(state);
  });

  test("that was the writer is busy while it restarts", () => {
    const { secondaryAvailabilityZone: _, reboot: __, ...member } = instance;
    expect(instanceStateAt(member, CLUSTER, 2999)).toEqual({ busy: false, shown: { status: "available", availabilityZone: "b" } });
    expect(instanceStateAt(member, CLUSTER, 3000)).toEqual({ busy: true, shown: { status: "rebooting", availabilityZone: "b" } });
    expect(instanceStateAt({ ...member, identifier: "two" }, CLUSTER, 3000).busy).toBe(false);
  });
});
