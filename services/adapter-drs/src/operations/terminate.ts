/** `drs.terminate`: removes the drill instances of servers, whoever launched them, and never anything else. */
import { lazyStrictObject } from "@dr/events";
import { block, toPreparation, wait, type BatchTarget, type Operation, type Preparation, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { listServers, regionConfig, sourceServers } from "../input.ts";
import { isLeaving } from "../instance-states.ts";
import { listOpenJobs } from "../open-jobs.ts";
import { resolveServers } from "../resolve-servers.ts";
import { firstOf } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { drsOf, REMOVAL, removal, type TerminatePre } from "./removal.ts";

const resources = lazyStrictObject(() => ({
  sourceServers: sourceServers(),
  terminateAll: z
    .literal(true)
    .optional()
    .meta({ deprecated: true, description: "all drill instances of the named servers are removed anyway" }),
}));
type Resources = z.infer<typeof resources>;

const config = lazyStrictObject(() => regionConfig());
type Config = z.infer<typeof config>;

type Context = TaskContext<DrsClients, Resources, Config>;

/** Removes drill instances. A live recovery instance is refused: DRS itself would terminate it without asking. */
export const terminate: Operation<DrsClients, Resources, Config, TerminatePre, JobHandle> = {
  ...REMOVAL,
  ...removal<Context>(prepare),
  description: "Terminates the drill instances of DRS source servers, never a recovery instance",
  pointOfNoReturn: "When DRS has accepted the request: a terminated drill instance cannot be had back, only launched again",
  failback: { none: "what it removes were rehearsals" },
  drill: { kind: "safe" },
  resources,
  config,
  listTargets: ({ resources: asked }) => listServers(asked),
};

async function prepare(items: readonly BatchTarget<Context>[]): Promise<ReadonlyMap<string, Preparation<TerminatePre>>> {
  const { context } = firstOf(items);
  const drs = drsOf(context);
  const asked = items.map(({ target }) => target);
  const resolved = await resolveServers(drs, asked);
  const ids = [...resolved.values()].flatMap((one) => ("sourceServerId" in one ? [one.sourceServerId] : []));
  const present = ids.length === 0 ? [] : await drs.describeRecoveryInstances(ids);
  const open = await listOpenJobs(drs, context.now);
  return new Map(
    [...resolved].map(([name, server]): readonly [string, Preparation<TerminatePre>] => {
      if (!("sourceServerId" in server)) return [name, toPreparation([server])];
      const { sourceServerId } = server;
      const job = open.find(({ servers }) => servers.some((one) => one.sourceServerId === sourceServerId));
      if (job) return [name, toPreparation([wait("drs.server_busy", `job ${job.jobId} works on ${sourceServerId}`)])];
      const standing = present.filter((one) => one.sourceServerId === sourceServerId && !isLeaving(one.ec2State));
      const live = standing.find(({ isDrill }) => !isDrill);
      if (live) return [name, toPreparation([notADrill(sourceServerId, live.recoveryInstanceId)])];
      const instanceIds = standing.map(({ recoveryInstanceId }) => recoveryInstanceId);
      if (instanceIds.length === 0) return [name, { state: "noop", evidence: { after: { instances: [] } } }];
      return [name, { state: "ready", pre: { sourceServerIds: [sourceServerId], instanceIds } }];
    }),
  );
}

function notADrill(server: string, recoveryInstanceId: string) {
  const text = `${recoveryInstanceId} of ${server} is no drill instance and may be live: this operation never terminates one`;
  return block("drs.live_instance", text, { recoveryInstanceId });
}
