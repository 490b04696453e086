// RebootDBInstance: restarts an instance; with ForceFailover a Multi-AZ instance moves to its standby's zone.
import * as z from "zod";
import { RDS_AFTER_ZONE_CHANGE, RDS_REBOOT, RDS_REBOOT_FAILOVER, RDS_STALE_READ } from "./durations.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { clusterOf } from "./describe-instances.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceArn, instanceKind, type InstanceReboot, type InstanceRecord, toIdentifier } from "./records.ts";
import { instanceNotFound, invalidCombination, invalidInstanceState } from "./rds-errors.ts";
import { logRdsEvents } from "./rds-events.ts";

/** Every accepted reboot with failover swaps the zones: the second one undoes the first, as on AWS. */
export const rebootInstance = writeOperation({
  input: z.object({ DBInstanceIdentifier: z.string(), ForceFailover: z.boolean().optional() }),
  resources: ({ DBInstanceIdentifier }) => [toIdentifier(DBInstanceIdentifier)],
  run: ({ DBInstanceIdentifier, ForceFailover = false }, call) => {
    const instance = call.world.get(instanceKind, call.region, toIdentifier(DBInstanceIdentifier));
    if (instance === undefined) throw instanceNotFound(toIdentifier(DBInstanceIdentifier));
    if (ForceFailover && instance.secondaryAvailabilityZone === undefined) {
      throw invalidCombination(`ForceFailover cannot be specified: DB instance ${instance.identifier} is not Multi-AZ.`);
    }
    const cluster = clusterOf(call.world, instance);
    const before = instanceStateAt(instance, cluster, call.nowMs);
    if (before.busy) throw invalidInstanceState(`DB instance ${instance.identifier} is not in available state.`);
    const reboot = timesOf(call, ForceFailover);
    call.world.put(instanceKind, call.region, instance.identifier, rebooted(instance, reboot));
    logReboot(call, instance, reboot);
    const after = { ...before, shown: { ...before.shown, status: "rebooting" as const } };
    return { DBInstance: instanceShape({ instance, cluster }, after, call.accountId, call.nowMs) };
  },
});

const rebooted = (instance: InstanceRecord, reboot: InstanceReboot): InstanceRecord => {
  const { availabilityZone, secondaryAvailabilityZone } = instance;
  if (!reboot.failover || secondaryAvailabilityZone === undefined) return { ...instance, reboot };
  return { ...instance, reboot, availabilityZone: secondaryAvailabilityZone, secondaryAvailabilityZone: availabilityZone };
};

const timesOf = ({ nowMs, chance, faulty }: WriteCall, failover: boolean): InstanceReboot => {
  const visibleMs = nowMs + chance.durationMs(RDS_STALE_READ, "stale");
  if (faulty("never-completes")) return { requestedMs: nowMs, visibleMs, flipMs: NEVER_MS, endMs: NEVER_MS, failover };
  const endMs = nowMs + chance.durationMs(failover ? RDS_REBOOT_FAILOVER : RDS_REBOOT, "reboot");
  const flipMs = failover ? endMs - chance.durationMs(RDS_AFTER_ZONE_CHANGE, "after-zone-change") : endMs;
  return { requestedMs: nowMs, visibleMs, flipMs, endMs, failover };
};

const logReboot = (call: WriteCall, instance: InstanceRecord, reboot: InstanceReboot): void => {
  const source = {
    sourceIdentifier: instance.identifier,
    sourceType: "db-instance" as const,
    sourceArn: instanceArn(call.accountId, instance),
  };
  const failover = (eventId: string, message: string, atMs: number) => ({ ...source, categories: ["failover"], eventId, message, atMs });
  const restarted = {
    ...source,
    categories: ["availability"],
    eventId: "RDS-EVENT-0006",
    message: "DB instance restarted",
    atMs: reboot.endMs,
  };
  const events = reboot.failover
    ? [
        failover("RDS-EVENT-0013", "Multi-AZ instance failover started.", reboot.visibleMs),
        failover("RDS-EVENT-0015", "Multi-AZ failover to standby complete - DNS propagation may take a few minutes.", reboot.flipMs),
        restarted,
        failover("RDS-EVENT-0049", "Multi-AZ instance failover completed", reboot.endMs),
      ]
    : [restarted];
  logRdsEvents(
    call,
    events.filter(({ atMs }) => atMs < NEVER_MS),
  );
};
