// PromoteReadReplica: makes a replica an instance of its own, for good.
import type { PromoteReadReplicaResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { writeOperation } from "../../operation.ts";
import { RDS_PROMOTION, RDS_STALE_READ } from "./durations.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceNotFound, invalidInstanceState } from "./rds-errors.ts";
import { instanceKind, toIdentifier } from "./records.ts";

/** The source goes when the promotion ends; an instance that is no replica is InvalidDBInstanceState. */
export const promoteReadReplica = writeOperation({
  input: z.object({ DBInstanceIdentifier: z.string(), BackupRetentionPeriod: z.int().min(0).max(35).optional() }),
  resources: ({ DBInstanceIdentifier }) => [toIdentifier(DBInstanceIdentifier)],
  run: ({ DBInstanceIdentifier }, { world, region, accountId, nowMs, chance, faulty }): PromoteReadReplicaResult => {
    const instance = world.get(instanceKind, region, toIdentifier(DBInstanceIdentifier));
    if (instance === undefined) throw instanceNotFound(toIdentifier(DBInstanceIdentifier));
    const before = instanceStateAt(instance, undefined, nowMs);
    if (before.busy || before.replicaOf === undefined) {
      throw invalidInstanceState(`DB instance ${instance.identifier} is not an available read replica.`);
    }
    const endMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(RDS_PROMOTION, "promotion");
    const next = { ...instance, promotion: { visibleMs: nowMs + chance.durationMs(RDS_STALE_READ, "stale"), endMs } };
    world.put(instanceKind, region, instance.identifier, next);
    const after = instanceStateAt(next, undefined, nowMs);
    return {
      DBInstance: instanceShape(
        { instance: next, cluster: undefined },
        { ...after, shown: { ...after.shown, status: "modifying" } },
        accountId,
        nowMs,
      ),
    };
  },
});
