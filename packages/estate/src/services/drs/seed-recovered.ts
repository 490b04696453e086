// A seeded server that was recovered before: its instance, in DRS and in EC2, the server that replicates it back, and what was launched of that.
import type { WorldChange } from "../../world/world.ts";
import { instanceKind } from "../ec2/records.ts";
import { asEc2Instance } from "./ec2-side.ts";
import { provideTemplate } from "./launch-template.ts";
import {
  recoveryInstanceKind,
  type RecoveryInstanceRecord,
  sourceServerIdFor,
  sourceServerKind,
  type SourceServerRecord,
} from "./records.ts";

type Launched = { readonly instanceId: string; readonly isDrill: boolean };

/** What stood before the story begins. */
export type Recovered = Launched & { readonly reversed?: string | undefined; readonly home?: Launched | undefined };

/** Adds the instance and, where replication was reversed, the server in the origin's Region, in sync. */
export const seedRecovered = (world: WorldChange, server: SourceServerRecord, { reversed, home, ...instance }: Recovered): void => {
  if (world.get(recoveryInstanceKind, server.region, instance.instanceId) !== undefined) return;
  seedInstance(world, server, instance);
  if (reversed === undefined) return;
  const back: SourceServerRecord = {
    ...server,
    sourceServerId: sourceServerIdFor(reversed),
    region: server.originRegion,
    originRegion: server.region,
    awsInstanceId: instance.instanceId,
    reversalOf: { region: server.region, id: server.sourceServerId },
  };
  world.put(sourceServerKind, server.region, server.sourceServerId, {
    ...server,
    reversedTo: { region: back.region, id: back.sourceServerId },
  });
  world.put(sourceServerKind, back.region, back.sourceServerId, back);
  provideTemplate(world, back.region, back.sourceServerId);
  if (home !== undefined) seedInstance(world, back, home);
};

const seedInstance = (world: WorldChange, server: SourceServerRecord, { instanceId, isDrill }: Launched): void => {
  const { region, sourceServerId, addedMs: createdMs } = server;
  const instance: RecoveryInstanceRecord = {
    recoveryInstanceId: instanceId,
    region,
    sourceServerId,
    jobId: "drsjob-00000000000000000",
    isDrill,
    availabilityZone: `${region}a`,
    privateIp: "10.1.0.7",
    launchDisposition: server.launchDisposition,
    snapshotMs: createdMs,
    createdMs,
    runningMs: createdMs,
    statusOkMs: createdMs,
    registeredMs: createdMs,
    ...(server.onPremises === true && { failbackReadyMs: createdMs }),
  };
  world.put(recoveryInstanceKind, region, instanceId, instance);
  world.put(instanceKind, region, instanceId, asEc2Instance(instance));
};
