// SwitchoverReadReplica: an Oracle standby and its primary change roles. Asked in the Region of the standby.
import type { SwitchoverReadReplicaResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { ORACLE_AFTER_FLIP, ORACLE_SWITCHOVER, RDS_STALE_READ } from "./durations.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceNotFound, invalidInstanceState } from "./rds-errors.ts";
import { instanceArn, instanceKind, type InstanceRecord, toIdentifier } from "./records.ts";

/** Both have to be there and at rest; what is no standby of Oracle is InvalidDBInstanceState. */
export const switchoverReadReplica = writeOperation({
  input: z.object({ DBInstanceIdentifier: z.string() }),
  resources: ({ DBInstanceIdentifier }) => [toIdentifier(DBInstanceIdentifier)],
  run: ({ DBInstanceIdentifier }, call): SwitchoverReadReplicaResult => {
    const { world, region, accountId, nowMs, chance, faulty } = call;
    const standby = world.get(instanceKind, region, toIdentifier(DBInstanceIdentifier));
    if (standby === undefined) throw instanceNotFound(toIdentifier(DBInstanceIdentifier));
    const { busy, replicaOf } = instanceStateAt(standby, undefined, nowMs);
    if (busy || replicaOf === undefined || !standby.engine.startsWith("oracle-"))
      throw invalidInstanceState(`DB instance ${standby.identifier} is not an available Oracle standby.`);
    const primary = primaryOf(call, standby, replicaOf);
    const visibleMs = nowMs + chance.durationMs(RDS_STALE_READ, "stale");
    const flipMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(ORACLE_SWITCHOVER, "switchover");
    const endMs = flipMs === NEVER_MS ? NEVER_MS : flipMs + chance.durationMs(ORACLE_AFTER_FLIP, "after");
    const next = { ...standby, replicaOf: undefined, roleChange: { visibleMs, flipMs, endMs, before: replicaOf } };
    const source = primary.region === region ? standby.identifier : instanceArn(accountId, standby);
    world.put(instanceKind, region, standby.identifier, next);
    world.put(instanceKind, primary.region, primary.identifier, {
      ...primary,
      replicaOf: source,
      roleChange: { visibleMs, flipMs, endMs, before: undefined },
    });
    const state = instanceStateAt(next, undefined, nowMs);
    const shown = { ...state.shown, status: "modifying" };
    return { DBInstance: instanceShape({ instance: next, cluster: undefined }, { ...state, shown }, accountId, nowMs) };
  },
});

/** The primary, which takes part: one that is lost or busy keeps the roles as they are. */
const primaryOf = ({ world, nowMs, downSinceMs }: WriteCall, standby: InstanceRecord, source: string): InstanceRecord => {
  const region = source.startsWith("arn:") ? (source.split(":")[3] ?? standby.region) : standby.region;
  const primary = world.get(instanceKind, region, toIdentifier(source));
  if (primary === undefined || downSinceMs(region) !== undefined || instanceStateAt(primary, undefined, nowMs).busy)
    throw invalidInstanceState(`The primary ${source} of DB instance ${standby.identifier} is not available.`);
  return primary;
};
