/** One record of Route 53: read, and pointed elsewhere. */
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A record set in Route 53's own shape. */
export type RecordSet = ResourceRecordSet;

/** Records; one service for all Regions. */
export interface RecordPort {
  /** Every set of this name and type. Names are compared without case and final dot. */
  readonly records: (zone: string, name: string, type: string) => Promise<readonly RecordSet[]>;
  /** Returns the change's id. */
  readonly upsertRecord: (zone: string, record: RecordSet, comment: string) => Promise<string>;
  /** `PENDING`, `INSYNC`. */
  readonly changeStatus: (changeId: string) => Promise<string>;
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Route 53 behind its port. */
export function createRecordPort(env: FunctionEnv): RecordPort {
  const { read, mutate } = createClientPair(env, (config) => new Route53Client(config));
  return {
    records: async (HostedZoneId, name, type) => {
      const { ResourceRecordSets = [] } = await read.send(
        new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: name, StartRecordType: type as RecordSet["Type"] }),
      );
      return ResourceRecordSets.filter((set) => plain(set.Name ?? "") === plain(name) && set.Type === type);
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
