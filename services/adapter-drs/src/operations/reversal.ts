/** Replication in the other direction: of the instance that was launched of a server, to where the server came from. */
import { lazyStrictObject } from "@dr/events";
import { block, NO_DATA, refuseWith, wait, type Finding, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { listServers, regionConfig, serversWithoutJob } from "../input.ts";
import { transition } from "../transitions.ts";
import { readWayBack, type Recovered, type WayBack } from "../way-back.ts";

const resources = lazyStrictObject(() => ({ sourceServers: serversWithoutJob }));
const config = lazyStrictObject(() => ({
  ...regionConfig(),
  replicationTimeout: z.number().positive().max(604_800).optional().describe("Seconds until the first copy counts as failed"),
}));
type Context = TaskContext<DrsClients, z.infer<typeof resources>, z.infer<typeof config>>;

/** `from` is replicated to `to`, which is not there before. */
interface Facts {
  readonly name: string;
  readonly from: Recovered | undefined;
  readonly to: Recovered | undefined;
}

interface Wanted {
  readonly instanceId: string;
}

/** Which of the two servers is reversed, and into which. */
interface Direction {
  readonly description: string;
  readonly pair: (back: WayBack) => Pick<Facts, "from" | "to">;
  /** Said where there is nothing to reverse yet. */
  readonly first: string;
  readonly failback: { readonly by: string } | { readonly none: string };
}

/** Reverses and waits until the first copy is complete. DRS makes no job of it: the server that appears is the fact. */
export const reversal = ({ description, pair, first, failback }: Direction) =>
  transition({
    description,
    failback,
    drill: { kind: "skipped" },
    // The first copy of a server takes hours.
    defaults: { timeoutSeconds: 43_200, heartbeatSeconds: 300, expectedSeconds: 900 },
    pollSeconds: 60,
    settleSeconds: 60,
    resources,
    config,
    listTargets: ({ resources: asked }) => listServers(asked),
    timeoutSeconds: ({ replicationTimeout }) => replicationTimeout,
    howToCheck: (server) => `aws drs describe-source-servers: reversedDirectionSourceServerArn of ${server}, and its replication there`,
    classify: classifyDrsError,
    read: async (context: Context, name): Promise<Facts> => ({ name, ...pair(await readWayBack(context, name)) }),
    fit: (facts) => findings(facts, first),
    want: ({ name, from }): Wanted => {
      if (from?.instance) return { instanceId: from.instance.recoveryInstanceId };
      throw refuseWith(block("drs.not_recovered", `${name}: ${first}`));
    },
    reached: ({ from }) => from?.reversedArn !== undefined,
    act: async ({ clients }, _name, { before, wanted }) => {
      await clients.drs(before.from?.region).reverseReplication(wanted.instanceId);
      return null;
    },
    missing: async (context, name) => notInSync(pair(await readWayBack(context, name)).to),
    describe: ({ name, from, to }) =>
      `${name}: ${from?.instance?.recoveryInstanceId ?? "no instance"} ${to ? `replicates to ${to.sourceServerId} (${to.replicationState})` : "is not replicated back"}`,
    evidence: ({ to }, { wanted }) => ({
      after: { replicatesTo: to?.sourceServerId ?? null, region: to?.region ?? null, replicationState: to?.replicationState ?? null },
      externalIds: { recoveryInstanceId: wanted.instanceId, ...(to ? { sourceServerId: to.sourceServerId } : {}) },
      rpo: NO_DATA,
    }),
  });

function findings({ name, from, to }: Facts, first: string): readonly Finding[] {
  const instance = from?.instance;
  if (instance?.isDrill)
    return [block("drs.is_drill", `${instance.recoveryInstanceId} of ${name} is a drill instance: nothing of a rehearsal is brought home`)];
  const missing = from?.reversedArn === undefined ? undefined : notInSync(to);
  return [
    ...(from === undefined ? [block("drs.not_recovered", `${name}: ${first}`)] : []),
    ...(missing === undefined ? [] : [wait("drs.not_in_sync", missing)]),
  ];
}

function notInSync(to: Recovered | undefined): string | undefined {
  if (to?.replicationState === "CONTINUOUS") return undefined;
  return to ? `${to.sourceServerId} in ${to.region} is ${to.replicationState}` : "the reversed server is not listed yet";
}
