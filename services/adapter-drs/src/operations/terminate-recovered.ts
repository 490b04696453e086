/** `drs.terminate_recovered`: removes the instances in the recovery Region of servers that run at home again, and never what may be live. */
import { lazyStrictObject } from "@dr/events";
import { block, toPreparation, type BatchTarget, type Finding, type Operation, type Preparation, type TaskContext } from "@dr/adapter-kit";
import type * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { listServers, regionConfig, sourceServers } from "../input.ts";
import { readWayBack, type WayBack } from "../way-back.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { REMOVAL, removal, type TerminatePre } from "./removal.ts";

const resources = lazyStrictObject(() => ({ sourceServers: sourceServers() }));
const config = lazyStrictObject(() => regionConfig());
type Context = TaskContext<DrsClients, z.infer<typeof resources>, z.infer<typeof config>>;

/** The last step of a failback: what ran in the recovery Region goes, once EC2 says that the server at home runs. */
export const terminateRecovered: Operation<DrsClients, z.infer<typeof resources>, z.infer<typeof config>, TerminatePre, JobHandle> = {
  ...REMOVAL,
  ...removal<Context>(prepare),
  description: "Terminates the recovery instances of servers that were brought home and run there",
  pointOfNoReturn: "When DRS has accepted the request: what was written to the instance after the failback is lost with it",
  failback: { none: "it ends a failback" },
  drill: { kind: "skipped" },
  resources,
  config,
  listTargets: ({ resources: asked }) => listServers(asked),
};

async function prepare(items: readonly BatchTarget<Context>[]): Promise<ReadonlyMap<string, Preparation<TerminatePre>>> {
  const answers = items.map(async ({ target, context }): Promise<readonly [string, Preparation<TerminatePre>]> => {
    const back = await readWayBack(context, target);
    const { sourceServerId, instance } = back.here;
    if (!instance) return [target, { state: "noop", evidence: { after: { instances: [] } } }];
    const problem = stillNeeded(target, back);
    if (problem) return [target, toPreparation([problem])];
    return [target, { state: "ready", pre: { sourceServerIds: [sourceServerId], instanceIds: [instance.recoveryInstanceId] } }];
  });
  return new Map(await Promise.all(answers));
}

/** The server at home has to run: neither a drill of the failback nor a launch that is not over is a way home. */
function stillNeeded(target: string, { here, there }: WayBack): Finding | undefined {
  const home = there?.instance;
  const id = here.instance?.recoveryInstanceId ?? "";
  if (!home) return block("drs.live_instance", `${id} of ${target} may be live: nothing of it runs at home`, { recoveryInstanceId: id });
  if (home.isDrill) return block("drs.live_instance", `${id} of ${target} may be live: ${home.recoveryInstanceId} at home is a drill`);
  if (home.ec2State.toUpperCase() !== "RUNNING")
    return block("drs.live_instance", `${id} of ${target} may be live: ${home.recoveryInstanceId} at home is ${home.ec2State}`);
  return undefined;
}
