/** A small estate of tagged things, and tasks that select by tags. */
import type { ResourceSelector, TaskSpec, WaveSpec } from "@dr/events";
import type { Inventory, Sighting } from "../src/core/inventory.ts";

const ACCOUNT = "123456789012";
export const HOME = { account: ACCOUNT, region: "us-west-2" };

export const arnOf = (service: string, resource: string, region = HOME.region, account = ACCOUNT): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export function inventoryOf(sightings: readonly Sighting[], accountTags: Inventory["accountTags"] = {}): Inventory {
  return { targets: [{ ...HOME, state: "read", asOf: "2026-11-28T20:00:00.000Z" }], sightings, accountTags };
}

const list = (field: string, ...kinds: ResourceSelector["kinds"]): ResourceSelector => ({
  at: ["resources", field, "[]"],
  kinds,
  use: "acts",
});

const DECLARED: Readonly<Record<string, readonly ResourceSelector[]>> = {
  database: [list("clusters", "rds-cluster"), list("instances", "rds-instance")],
  drs: [list("sourceServers", "drs-source-server", "ec2-instance")],
  application: [list("instances", "ec2-instance", "ssm-managed-node")],
  infrastructure: [
    { at: ["resources", "route53Records", "[]"], kinds: ["dns-record"], use: "acts", fields: { zone: "hostedZoneId", name: "recordName" } },
  ],
};

export function taskOf(taskId: string, type: string, tagFilters: object | undefined, more: Partial<TaskSpec> = {}): TaskSpec {
  return {
    taskId,
    waveNumber: 1,
    type,
    operation: "act",
    resources: tagFilters === undefined ? {} : { tagFilters },
    config: {},
    validation: {},
    dependsOn: [],
    reversibility: "reversible",
    retry: { maxAttempts: 1, intervalSeconds: 0, backoffRate: 1, maxIntervalSeconds: 0 },
    timeoutSeconds: 60,
    heartbeatSeconds: 60,
    declared: { ...HOME, names: [...(DECLARED[type] ?? [])] },
    ...more,
  };
}

export function waveOf(waveNumber: number, tasks: readonly TaskSpec[], dependencies: readonly number[] = []): WaveSpec {
  return {
    waveNumber,
    name: `Wave ${waveNumber}`,
    dependencies: [...dependencies],
    pauseBeforeWave: false,
    pauseAfterWave: false,
    pause: { maxPauseSeconds: 60, onExpiry: "fail" },
    onFailure: "fail",
    tasks: tasks.map((task) => ({ ...task, waveNumber })),
  };
}
