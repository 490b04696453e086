// DescribeSourceServers and DescribeRecoverySnapshots.
import * as z from "zod";
import { toIso } from "../../estate-clock.ts";
import { type CallContext, readOperation } from "../../operation.ts";
import { seededHex } from "../../seeded-choice.ts";
import { pick } from "../../world/pick.ts";
import { drsPage, sourceServerId } from "./drs-input.ts";
import { drsPageOf } from "./drs-page.ts";
import { invalid } from "./drs-errors.ts";
import { sourceServerKind, type SourceServerRecord } from "./records.ts";
import { type Replication, replicationAt, snapshotsAt } from "./replication.ts";
import { sourceServerJson } from "./source-server-json.ts";
import { tagsOf } from "../tagging/records.ts";

/** Replication of a server for a call, with the state of its origin's Region. */
export const replicationFor = (
  server: SourceServerRecord,
  { nowMs, downSinceMs }: Pick<CallContext, "nowMs" | "downSinceMs">,
): Replication => replicationAt(server, nowMs, downSinceMs(server.originRegion));

/** An id that does not exist is left out of the answer, as on AWS; an id of another form is refused. */
export const describeSourceServers = readOperation({
  input: z.looseObject({
    filters: z.looseObject({ sourceServerIDs: z.array(sourceServerId).max(200).optional() }).optional(),
    ...drsPage,
  }),
  resources: ({ filters }) => filters?.sourceServerIDs ?? [],
  run: ({ filters, ...page }, call) => {
    const servers = pick(call.world, sourceServerKind, call.region, filters?.sourceServerIDs).toSorted((a, b) =>
      a.sourceServerId.localeCompare(b.sourceServerId),
    );
    const json = (server: SourceServerRecord) => {
      const shown = sourceServerJson(server, replicationFor(server, call), call.accountId, call.nowMs);
      const resource = `source-server/${server.sourceServerId}`;
      return { ...shown, tags: { ...shown.tags, ...tagsOf(call.world, { service: "drs", region: call.region, resource }) } };
    };
    return drsPageOf(servers.map(json), page);
  },
  withStatus: (output, status) => ({
    ...output,
    items: output.items.map((server) => ({
      ...server,
      dataReplicationInfo: { ...server.dataReplicationInfo, dataReplicationState: status },
    })),
  }),
});

/** DescribeRecoverySnapshots of one server. */
export const describeRecoverySnapshots = readOperation({
  input: z.looseObject({
    sourceServerID: sourceServerId,
    filters: z.looseObject({ fromDateTime: z.iso.datetime().optional(), toDateTime: z.iso.datetime().optional() }).optional(),
    order: z.enum(["ASC", "DESC"]).default("ASC"),
    ...drsPage,
  }),
  resources: ({ sourceServerID }) => [sourceServerID],
  run: ({ sourceServerID, filters, order, ...page }, call) => {
    const server = call.world.get(sourceServerKind, call.region, sourceServerID);
    if (server === undefined) throw invalid(`Source server ${sourceServerID} not found`);
    const fromMs = Date.parse(filters?.fromDateTime ?? toIso(0));
    const toMs = Date.parse(filters?.toDateTime ?? toIso(call.nowMs));
    const snapshots = snapshotsAt(server, call.nowMs, replicationFor(server, call)).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
    const items = snapshots.map(({ id, atMs }) => ({
      snapshotID: id,
      sourceServerID,
      expectedTimestamp: toIso(atMs),
      timestamp: toIso(atMs),
      ebsSnapshots: [`snap-${seededHex(17, "ebs", id)}`],
    }));
    return drsPageOf(order === "ASC" ? items : items.toReversed(), page);
  },
});
