// ReverseReplication: a recovered instance is replicated to where its server came from.
import * as z from "zod";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { DRS_INITIAL_SYNC } from "./durations.ts";
import { conflict, notFound } from "./drs-errors.ts";
import { recoveryInstanceId } from "./drs-input.ts";
import { provideTemplate } from "./launch-template.ts";
import {
  recoveryInstanceKind,
  type RecoveryInstanceRecord,
  sourceServerArn,
  sourceServerKind,
  type SourceServerRecord,
} from "./records.ts";
import { isListed } from "./recovery-instance-state.ts";

/** It makes a source server in the other Region, or, the second time, uses the one that the first reversal came from. */
export const reverseReplication = writeOperation({
  input: z.looseObject({ recoveryInstanceID: recoveryInstanceId }),
  resources: ({ recoveryInstanceID }) => [recoveryInstanceID],
  run: ({ recoveryInstanceID }, call) => {
    const { world, region, accountId, nowMs } = call;
    const instance = world.get(recoveryInstanceKind, region, recoveryInstanceID);
    if (instance === undefined || !isListed(instance, nowMs)) throw notFound(recoveryInstanceID, "RECOVERY_INSTANCE");
    const server = world.get(sourceServerKind, region, instance.sourceServerId);
    if (server === undefined) throw notFound(instance.sourceServerId, "SOURCE_SERVER");
    if (server.reversedTo !== undefined) throw conflict("Replication is reversed already", recoveryInstanceID, "RECOVERY_INSTANCE");
    const reversed = reversedServer(call, server, instance);
    world.put(sourceServerKind, reversed.region, reversed.sourceServerId, reversed);
    provideTemplate(world, reversed.region, reversed.sourceServerId);
    world.put(sourceServerKind, region, server.sourceServerId, {
      ...server,
      reversedTo: { region: reversed.region, id: reversed.sourceServerId },
    });
    return { reversedDirectionSourceServerArn: sourceServerArn(reversed.region, accountId, reversed.sourceServerId) };
  },
});

const reversedServer = (call: WriteCall, server: SourceServerRecord, instance: RecoveryInstanceRecord): SourceServerRecord => {
  const syncedMs = call.nowMs + call.chance.durationMs(DRS_INITIAL_SYNC, "sync");
  const { reversalOf } = server;
  const former = reversalOf === undefined ? undefined : call.world.get(sourceServerKind, reversalOf.region, reversalOf.id);
  if (former !== undefined) {
    const { reversedTo, replicationStoppedMs, ...kept } = former;
    return { ...kept, awsInstanceId: instance.recoveryInstanceId, replicationState: "CONTINUOUS", syncedMs };
  }
  const { lastLaunch, ...like } = server;
  return {
    ...like,
    sourceServerId: `s-${call.chance.hex(17, "reversed")}`,
    region: server.originRegion,
    originRegion: server.region,
    awsInstanceId: instance.recoveryInstanceId,
    replicationState: "CONTINUOUS",
    lagSeconds: 0,
    hasSnapshots: true,
    addedMs: call.nowMs,
    syncedMs,
    reversalOf: { region: server.region, id: server.sourceServerId },
  };
};
