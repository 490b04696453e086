/** One record of Route 53: read, and pointed elsewhere. */
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { createClientPair } from "@dr/adapter-kit";
import { canonicalDnsName } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import { atControlPlane } from "./control-plane.ts";

/** A record set in Route 53's own shape. */
export type RecordSet = ResourceRecordSet;

/** Records; one service for all Regions. */
export interface RecordPort {
  /** Every set of this name and type, in whatever spelling either side writes it. */
  readonly records: (zone: string, name: string, type: string) => Promise<readonly RecordSet[]>;
  /** Returns the change's id. */
  readonly upsertRecord: (zone: string, record: RecordSet, comment: string) => Promise<string>;
  /** `PENDING`, `INSYNC`. */
  readonly changeStatus: (changeId: string) => Promise<string>;
}

/** Route 53 behind its port. */
export function createRecordPort(env: FunctionEnv): RecordPort {
  const { read, mutate } = createClientPair(env, (config) => new Route53Client(config));
  return {
    records: async (HostedZoneId, name, type) => {
      const wanted = canonicalDnsName(name);
      const from = { HostedZoneId, StartRecordName: name, StartRecordType: type as RecordSet["Type"] };
      const { ResourceRecordSets = [] } = await atControlPlane("Route 53", () => read.send(new ListResourceRecordSetsCommand(from)));
      return ResourceRecordSets.filter((set) => canonicalDnsName(set.Name ?? "") === wanted && set.Type === type);
    },
    upsertRecord: async (HostedZoneId, record, Comment) => {
      const ChangeBatch = { Comment, Changes: [{ Action: "UPSERT" as const, ResourceRecordSet: record }] };
      const { ChangeInfo } = await mutate.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
      if (ChangeInfo?.Id === undefined) throw new Error("Route 53 accepted the change and named no id");
      return ChangeInfo.Id.replace(/^\/change\//, "");
    },
    changeStatus: async (Id) => (await read.send(new GetChangeCommand({ Id }))).ChangeInfo?.Status ?? "",
  };
}
