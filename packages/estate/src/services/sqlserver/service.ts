// The simulated SQL Server: availability groups, reached over TDS.
import { defineService, type ServiceErrors } from "../../service.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { RECOVERY, ROLE_CHANGE, SYNCHRONIZE } from "./durations.ts";
import { sqlFront } from "./front.ts";
import { primaryAt } from "./group-state.ts";
import {
  createSnapshot,
  dropDatabase,
  forcedFailover,
  modifyReplica,
  plannedFailover,
  query,
  resumeDatabase,
  session,
} from "./operations.ts";
import { sqlResources } from "./plan.ts";
import { groupKind, instanceKind, snapshotKind } from "./records.ts";
import { sqlSeed } from "./seed.ts";
import { instanceOf, sqlProtocol } from "./wire.ts";

const errors: ServiceErrors = {
  invalidInput: "102",
  unknownAction: "102",
  throttled: { code: "10928", status: 200 },
  internal: { code: "InternalError", status: 500 },
};

/** Microsoft SQL Server with Always On availability groups. */
export const sqlserver = defineService({
  service: "sqlserver",
  errors,
  wire: async () => sqlProtocol,
  claim: (request, world) => {
    const found = request.url === "/sql" ? world.get(instanceKind, GLOBAL_REGION, instanceOf(request)) : undefined;
    return found && { region: found.site, accessKeyId: found.username };
  },
  front: sqlFront,
  operations: {
    Session: session,
    Query: query,
    PlannedFailover: plannedFailover,
    ForcedFailover: forcedFailover,
    ModifyReplica: modifyReplica,
    ResumeDatabase: resumeDatabase,
    CreateSnapshot: createSnapshot,
    DropDatabase: dropDatabase,
  },
  seed: sqlSeed,
  planResources: sqlResources,
  view: (world, { nowMs }) => ({
    instances: world.list(instanceKind, GLOBAL_REGION).map(({ name, site }) => ({ name, site })),
    groups: world.list(groupKind, GLOBAL_REGION).map((group) => ({
      name: group.name,
      primary: primaryAt(group, nowMs),
      replicas: group.replicas,
      databases: group.databases,
    })),
    snapshots: world.list(snapshotKind, GLOBAL_REGION),
  }),
  quotas: {},
  durations: { roleChange: ROLE_CHANGE, recovery: RECOVERY, synchronize: SYNCHRONIZE },
  events: [],
});
