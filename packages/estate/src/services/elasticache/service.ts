// The simulated ElastiCache: global replication groups, whose primary moves between their members.
import type {
  DescribeGlobalReplicationGroupsResult,
  FailoverGlobalReplicationGroupResult,
  GlobalReplicationGroup,
} from "@aws-sdk/client-elasticache";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { SecondsRange } from "../../seeded-choice.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import { seedIdentifier } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { defineKind } from "../../world/kind.ts";

/** A global group; `from` writes until `movedMs`, `primary` from then on. Regions are the members' names. */
type GlobalRecord = {
  readonly id: string;
  readonly regions: readonly string[];
  readonly primary: string;
  readonly from: string;
  readonly movedMs: number;
};

const globalKind = defineKind<GlobalRecord>("elasticache.global-replication-group");
/** It is one, whichever Region is asked. */
const EVERYWHERE = "global";
const MOVE: SecondsRange = { from: 60, to: 180 };

const primaryAt = ({ primary, from, movedMs }: GlobalRecord, nowMs: number): string => (nowMs < movedMs ? from : primary);
const memberOf = (id: string, region: string): string => `${id.replace(/^[a-z]{5}-/u, "")}-${region}`;

const shape = (record: GlobalRecord, nowMs: number): GlobalReplicationGroup => ({
  GlobalReplicationGroupId: record.id,
  Status: nowMs < record.movedMs ? "modifying" : "available",
  Engine: "redis",
  Members: record.regions.map((region) => ({
    ReplicationGroupId: memberOf(record.id, region),
    ReplicationGroupRegion: region,
    // The service writes it in upper case in some answers and in lower case in others.
    Role: region === primaryAt(record, nowMs) ? "PRIMARY" : "SECONDARY",
    Status: "associated",
  })),
});

const notFound = (id: string) => awsError("GlobalReplicationGroupNotFoundFault", `Global Replication Group ${id} does not exist.`, 404);

const describeGroups = readOperation({
  input: z.object({ GlobalReplicationGroupId: z.string().optional(), ShowMemberInfo: z.boolean().optional() }),
  resources: ({ GlobalReplicationGroupId: id }) => (id === undefined ? [] : [id]),
  run: ({ GlobalReplicationGroupId: id, ShowMemberInfo }, { world, nowMs }): DescribeGlobalReplicationGroupsResult => {
    const found = world.list(globalKind, EVERYWHERE).filter((record) => id === undefined || record.id === id);
    if (id !== undefined && found.length === 0) throw notFound(id);
    return {
      GlobalReplicationGroups: found.map((record) => {
        const { Members, ...group } = shape(record, nowMs);
        return ShowMemberInfo === true ? { ...group, Members } : group;
      }),
    };
  },
  withStatus: (output, status) => ({
    ...output,
    GlobalReplicationGroups: output.GlobalReplicationGroups?.map((one) => ({ ...one, Status: status })),
  }),
});

const failover = writeOperation({
  input: z.object({ GlobalReplicationGroupId: z.string(), PrimaryRegion: z.string(), PrimaryReplicationGroupId: z.string() }),
  resources: ({ GlobalReplicationGroupId }) => [GlobalReplicationGroupId],
  run: ({ GlobalReplicationGroupId: id, PrimaryRegion, PrimaryReplicationGroupId }, call): FailoverGlobalReplicationGroupResult => {
    const { world, nowMs, chance, faulty } = call;
    const record = world.get(globalKind, EVERYWHERE, id);
    if (record === undefined) throw notFound(id);
    if (nowMs < record.movedMs) throw awsError("InvalidGlobalReplicationGroupState", `Global Replication Group ${id} is modifying.`);
    if (!record.regions.includes(PrimaryRegion) || memberOf(id, PrimaryRegion) !== PrimaryReplicationGroupId)
      throw awsError("InvalidParameterValue", `${PrimaryReplicationGroupId} in ${PrimaryRegion} is no member of ${id}`);
    const movedMs = faulty("never-completes", [id]) ? NEVER_MS : nowMs + chance.durationMs(MOVE, "move");
    const next = { ...record, from: primaryAt(record, nowMs), primary: PrimaryRegion, movedMs };
    world.put(globalKind, EVERYWHERE, id, next);
    return { GlobalReplicationGroup: shape(next, nowMs) };
  },
});

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValue",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** Amazon ElastiCache, global datastores. */
export const elasticache = defineService({
  service: "elasticache",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-elasticache");
    return sdkProtocol(module, module.ElastiCacheClient, errors);
  },
  operations: { DescribeGlobalReplicationGroups: describeGroups, FailoverGlobalReplicationGroup: failover },
  seed: {
    schema: z.strictObject({
      globalReplicationGroups: z
        .array(z.strictObject({ id: seedIdentifier, regions: z.array(z.string()).min(1).default(["us-east-1", "us-west-2"]) }))
        .default([]),
    }),
    apply({ globalReplicationGroups }, { seeder, createdMs }) {
      for (const { id, regions } of globalReplicationGroups) {
        const [primary = ""] = regions;
        const place = { service: "elasticache", kind: "global-replication-group", region: EVERYWHERE, id, name: id };
        seeder.add(globalKind, place, () => ({ id, regions, primary, from: primary, movedMs: createdMs }));
      }
    },
  },
  planResources: (tasks) => {
    const { names, skipped } = namesOf(entriesIn(tasks, "globalReplicationGroups", { technology: "database" }));
    return { seed: { globalReplicationGroups: names.map(({ name }) => ({ id: name })) }, skipped };
  },
  view: (world, { nowMs }) => ({ globalReplicationGroups: everywhere(world, globalKind).map(({ body }) => shape(body, nowMs)) }),
  quotas: {},
  durations: { move: MOVE },
  events: [],
});
