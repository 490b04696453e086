/** `sql_always_on.resume`: resumes databases that a forced failover suspended; what the old primary alone had is discarded. */
import { block, warn, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import type { DatabaseFacts } from "../api/replica-client.ts";
import { classifySql } from "../api/sql-error.ts";
import type { SqlClients } from "../clients.ts";
import { isSame, secretOf } from "../group.ts";
import { groupSettings } from "../input.ts";
import { transition } from "../transitions.ts";

const name = () => z.string().min(1).max(128);
const resources = lazyStrictObject(() => ({
  availabilityGroup: name(),
  replica: name().describe("The suspended secondary"),
  databases: z.array(name()).min(1),
})).meta(namesResource({ kind: "sql-availability-group", fields: { group: "availabilityGroup" } }));
const config = lazyStrictObject(() => ({
  secrets: groupSettings().secrets,
  acceptLogLoss: z.literal(true).describe("What the old primary alone has is discarded for good"),
}));

type Context = TaskContext<SqlClients, z.infer<typeof resources>, z.infer<typeof config>>;
interface Facts {
  readonly database: DatabaseFacts | null;
  readonly name: string;
  readonly snapshots: readonly string[];
}

async function portOf({ clients, config: settings, resources: { replica } }: Context) {
  return clients.instance(replica, secretOf(settings.secrets, replica));
}

/** Each database by itself. */
export const resume = transition({
  description: "Resumes data movement of suspended databases; discards what the old primary alone has",
  drill: { kind: "skipped" },
  failback: { none: "the discarded log is gone" },
  pointOfNoReturn: "what the old primary committed and the new one never received is discarded",
  defaults: { timeoutSeconds: 14_400, heartbeatSeconds: 60, expectedSeconds: 15 },
  pollSeconds: 5,
  settleSeconds: 20,
  classify: classifySql,
  resources,
  config,
  listTargets: ({ resources: { databases } }) => databases,
  read: async (context: Context, target): Promise<Facts> => {
    const group = await (await portOf(context)).group(context.resources.availabilityGroup);
    const database = group?.databases.find((one) => one.isLocal && isSame(one.name, target)) ?? null;
    return { database, name: target, snapshots: group?.snapshots ?? [] };
  },
  fit: ({ database, snapshots }, { resources: { availabilityGroup, replica }, config: { acceptLogLoss } }, target) => [
    ...(database ? [] : [block("sql.unknown_database", `${target} is not in ${availabilityGroup} on ${replica}`)]),
    ...(acceptLogLoss && snapshots.length === 0
      ? [warn("sql.no_snapshot", `${replica} has no database snapshot: what is discarded cannot be looked at later`)]
      : []),
  ],
  want: () => ({ isSuspended: false }),
  reached: ({ database }, { isSuspended }) => database?.isSuspended === isSuspended,
  act: async (context, target) => (await portOf(context)).resume(target),
  missing: async (context, target) => {
    const group = await (await portOf(context)).group(context.resources.availabilityGroup);
    const found = group?.databases.find((one) => one.isLocal && isSame(one.name, target));
    const follows = found?.synchronization === "SYNCHRONIZING" || found?.synchronization === "SYNCHRONIZED";
    return follows ? undefined : `${target} is ${found?.synchronization ?? "unknown"}`;
  },
  describe: ({ database, name: target }) =>
    database ? `${target} is ${database.synchronization}${database.isSuspended ? ", suspended" : ""}` : `${target} is not there`,
  evidence: ({ database }, { before }) => ({
    before: { suspendReason: before.database?.suspendReason ?? null, lastCommit: before.database?.lastCommit ?? null },
    after: { synchronization: database?.synchronization ?? null },
    rpo: { seconds: null, method: "log_of_old_primary_discarded", confidence: "unknown" },
    dataLoss: { possible: true },
  }),
});
