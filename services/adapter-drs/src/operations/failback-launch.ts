/** `drs.failback_launch`: brings servers home that are not in AWS, once their failback client is ready. */
import { lazyStrictObject } from "@dr/events";
import { block, refuseWith, statusWords, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { listServers, regionConfig, sourceServers } from "../input.ts";
import { transition } from "../transitions.ts";
import { readWayBack } from "../way-back.ts";

const resources = lazyStrictObject(() => ({ sourceServers: sourceServers() }));
const config = lazyStrictObject(() => ({
  ...regionConfig(),
  failbackTimeout: z.number().positive().max(604_800).optional().describe("Seconds until the failback counts as failed"),
}));
type Context = TaskContext<DrsClients, z.infer<typeof resources>, z.infer<typeof config>>;

interface Facts {
  readonly name: string;
  readonly instanceId: string | null;
  readonly isDrill: boolean;
  readonly state: string;
}

/** States of a failback (DRS API reference, FailbackState). Before it is ready, somebody has to boot the failback client at the server. */
const words = statusWords({
  code: "drs.failback_not_ready",
  serving: ["FAILBACK_READY_FOR_LAUNCH", "FAILBACK_COMPLETED"],
  passing: ["FAILBACK_IN_PROGRESS", "FAILBACK_NOT_READY_FOR_LAUNCH", "FAILBACK_NOT_STARTED", "FAILBACK_LAUNCH_STATE_NOT_AVAILABLE"],
  lasting: ["FAILBACK_ERROR"],
});

/** Launches the failback of servers outside of AWS. DisconnectRecoveryInstance would only stop replication, and is never used. */
export const failbackLaunch = transition({
  description: "Launches the failback of servers outside of AWS whose failback client is ready",
  failback: { none: "it is the way home" },
  drill: { kind: "skipped" },
  pointOfNoReturn: "When the failback is launched the disks of the server at home are taken into use",
  defaults: { timeoutSeconds: 21_600, heartbeatSeconds: 300, expectedSeconds: 600 },
  pollSeconds: 30,
  // DRS tells of a launch late, and a failback that seems not to have begun would be taken for a stopped one.
  settleSeconds: 300,
  resources,
  config,
  listTargets: ({ resources: asked }) => listServers(asked),
  timeoutSeconds: ({ failbackTimeout }) => failbackTimeout,
  howToCheck: (server) => `aws drs describe-recovery-instances: failback.state of the instance of ${server}`,
  classify: classifyDrsError,
  read: async (context: Context, name): Promise<Facts> => {
    const { instance } = (await readWayBack(context, name)).here;
    return {
      name,
      instanceId: instance?.recoveryInstanceId ?? null,
      isDrill: instance?.isDrill === true,
      state: instance?.failbackState ?? "",
    };
  },
  status: ({ instanceId, state }) => words(instanceId === null ? "FAILBACK_READY_FOR_LAUNCH" : state),
  fit: ({ name, isDrill }) =>
    isDrill ? [block("drs.is_drill", `the instance of ${name} is a drill: nothing of a rehearsal is brought home`)] : [],
  want: ({ name, instanceId }) => {
    if (instanceId !== null) return { instanceId };
    throw refuseWith(block("drs.not_recovered", `${name} has no recovery instance`));
  },
  reached: ({ state }) => state === "FAILBACK_COMPLETED",
  act: async ({ clients, config: { region } }, _name, { wanted }) => ({
    jobId: await clients.drs(region).startFailbackLaunch(wanted.instanceId),
  }),
  // Stopped, by us or by somebody: DRS goes back to a state before the launch, and makes no job known that says so.
  givenUp: ({ name, state }) =>
    /^FAILBACK_(?:READY_FOR_LAUNCH|NOT_READY_FOR_LAUNCH|NOT_STARTED)$/.test(state)
      ? { code: "drs.failback_stopped", message: `the failback of ${name} was stopped: it is ${state}`, retryable: true }
      : undefined,
  describe: ({ name, state, instanceId }) => `the failback of ${name} (${instanceId ?? "no instance"}) is ${state}`,
  evidence: ({ state }, { wanted }, handle) => ({
    after: { failbackState: state },
    externalIds: { recoveryInstanceId: wanted.instanceId, ...(handle ? { jobId: handle.jobId } : {}) },
    rpo: { seconds: 0, method: "replicated_back", confidence: "estimate" },
  }),
  cancel: async ({ clients, config: { region } }, _name, { wanted }) => {
    await clients.drs(region).stopFailback(wanted.instanceId);
    return true;
  },
});
