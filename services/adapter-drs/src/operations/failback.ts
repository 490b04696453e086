/** `drs.failback`: launches servers where they came from, out of what was replicated back; in a drill as a rehearsal of that. */
import {
  block,
  inBatches,
  toPreparation,
  type BatchTarget,
  type Effect,
  type InverseContext,
  type Operation,
  type Preparation,
  type TaskContext,
} from "@dr/adapter-kit";
import { lazyStrictObject } from "@dr/events";
import type * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { launchSettings, listServers, recoveryConfig, regionConfig, sourceServers, type RecoveryConfig } from "../input.ts";
import type { LaunchPre, RecoveryContext } from "../launch-pre.ts";
import { readWayBack } from "../way-back.ts";
import { batchOf, inRegion, moved } from "./in-region.ts";
import { launchServers } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { serverOf } from "./removal.ts";
import { terminateLaunched } from "./terminate-launched.ts";

const resources = lazyStrictObject(() => ({ sourceServers: sourceServers() }));
const config = lazyStrictObject(() => ({ ...regionConfig(), ...launchSettings() }));
type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
/** What stood before, and the Region that is launched in. */
type Pre = LaunchPre & { readonly originRegion: string };
type Context = TaskContext<DrsClients, Resources, Config>;
type Inverse = InverseContext<DrsClients, Resources, Config, Pre, JobHandle>;

const launch = batchOf(launchServers(({ executionType }) => executionType === "drill"));

/** The task as a launch of the reversed servers sees it. */
function asLaunch(context: Context): RecoveryContext {
  const settings: RecoveryConfig = recoveryConfig.parse(context.config);
  return { ...context, config: settings };
}

const effect: Effect<Context, Pre, JobHandle> = inBatches<Context, Pre, JobHandle>({
  size: launch.size,
  prepare,
  act: (items) => launch.act(there(items)),
  poll: (items) => launch.poll(there(items)),
  discover: (items) => launch.discover(there(items)),
});

function there<Item extends { readonly context: Context; readonly pre: Pre }>(items: readonly Item[]) {
  const launches = items.map((item) => ({ ...item, context: asLaunch(item.context) }));
  return moved<RecoveryContext, (typeof launches)[number]>(launches, ({ pre }) => pre.originRegion);
}

async function prepare(items: readonly BatchTarget<Context>[]): Promise<ReadonlyMap<string, Preparation<Pre>>> {
  const backs = await Promise.all(items.map(async ({ target, context }) => ({ target, context, ...(await readWayBack(context, target)) })));
  const [first] = backs;
  const region = first?.there?.region ?? "";
  const answers = new Map<string, Preparation<Pre>>();
  const ready = backs.flatMap((back) => {
    if (back.there === undefined)
      answers.set(
        back.target,
        toPreparation([block("drs.not_reversed", `${back.target} is not replicated back: reverse_replication comes first`)]),
      );
    else if (back.there.region !== region)
      answers.set(
        back.target,
        toPreparation([block("drs.several_origins", `${back.target} comes from ${back.there.region}, others from ${region}: a task each`)]),
      );
    else return [{ target: back.target, serverId: back.there.sourceServerId, context: asLaunch(back.context) }];
    return [];
  });
  const launches = ready.map(({ serverId, context }) => ({ target: serverId, context }));
  const prepared = await launch.prepare(moved<RecoveryContext, (typeof launches)[number]>(launches, () => region));
  for (const { target, serverId } of ready) {
    const answer = prepared.get(serverId);
    if (answer) answers.set(target, answer.state === "ready" ? { ...answer, pre: { ...answer.pre, originRegion: region } } : answer);
  }
  return answers;
}

/** What we launched is removed where we launched it. */
function removal(onlyDrills: boolean): Effect<Inverse, unknown, unknown> {
  const inner = terminateLaunched({ onlyDrills }) as unknown as Effect<Inverse, unknown, unknown>;
  return inRegion(inner, ({ originals }) => originals.at(-1)?.pre.originRegion);
}

/** Launches servers in the Region that they came from; a drill launches drill instances there. */
export const failback: Operation<DrsClients, Resources, Config, Pre, JobHandle> = {
  ...effect,
  identityOf: serverOf,
  description: "Launches servers in the Region that they came from, out of what was replicated back",
  reversibility: "compensable",
  failback: { none: "it is the way home" },
  drill: { kind: "isolated_copy" },
  defaults: { timeoutSeconds: 5_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 20,
  settleSeconds: () => 60,
  resources,
  config,
  listTargets: ({ resources: asked }) => listServers(asked),
  timeoutSeconds: ({ launchTimeout }) => launchTimeout,
  howToCheck: (server) => `aws drs describe-recovery-instances, in the Region that ${server} came from`,
  classify: classifyDrsError,
  rollback: removal(false),
  cleanup: removal(true),
};
