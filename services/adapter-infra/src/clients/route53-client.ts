/** The part of Route 53 that changing records needs, behind a narrow port; the only file that knows the SDK. */
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { normaliseName } from "../dns-name.ts";

/** A record set in Route 53's own shape: plain JSON, kept and sent back whole. */
export type RecordSet = ResourceRecordSet;

/** One change of a batch. A DELETE must repeat the record set exactly. */
export interface RecordChange {
  readonly action: "UPSERT" | "DELETE";
  readonly recordSet: RecordSet;
}

/** Route 53: one service for all Regions. Reads are repeated by the client, a change is sent once. */
export interface Route53Port {
  /** All record sets of a name, of every type. Throws `NoSuchHostedZone`. */
  readonly listRecordSets: (zoneId: string, name: string) => Promise<readonly RecordSet[]>;
  /** Makes all changes of a zone or none. Returns the change's id. */
  readonly changeRecordSets: (zoneId: string, changes: readonly RecordChange[], comment: string) => Promise<string>;
  /** `PENDING`, `INSYNC`, or a word that we do not know. INSYNC speaks of Route 53's own servers only, not of resolvers. */
  readonly changeStatus: (changeId: string) => Promise<string>;
}

/** Route 53 behind its port. */
export function createRoute53Port(env: FunctionEnv): Route53Port {
  const { read, mutate } = createClientPair(env, (config) => new Route53Client(config));
  return {
    listRecordSets: (zoneId, name) => listRecordSets(read, zoneId, normaliseName(name)),
    changeRecordSets: async (HostedZoneId, changes, Comment) => {
      const Changes = changes.map(({ action, recordSet }) => ({ Action: action, ResourceRecordSet: recordSet }));
      const { ChangeInfo } = await mutate.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Comment, Changes } }));
      // Accepted without an id is an unknown outcome: the records themselves have to tell.
      if (ChangeInfo?.Id === undefined) throw new Error("Route 53 accepted the change and named no id");
      return ChangeInfo.Id.replace(/^\/change\//, "");
    },
    changeStatus: async (Id) => (await read.send(new GetChangeCommand({ Id }))).ChangeInfo?.Status ?? "",
  };
}

/** The list begins at the name and goes on beyond it: read until another name comes. */
async function listRecordSets(client: Route53Client, zoneId: string, name: string): Promise<readonly RecordSet[]> {
  const found: RecordSet[] = [];
  let start: { StartRecordName: string; StartRecordType?: RecordSet["Type"]; StartRecordIdentifier?: string | undefined } = {
    StartRecordName: name,
  };
  for (;;) {
    const page = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...start }));
    const sets = page.ResourceRecordSets ?? [];
    found.push(...sets.filter((set) => normaliseName(set.Name ?? "") === name));
    const goesOn = page.IsTruncated === true && page.NextRecordName !== undefined && normaliseName(page.NextRecordName) === name;
    if (!goesOn || page.NextRecordName === undefined) return found;
    start = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
  }
}
