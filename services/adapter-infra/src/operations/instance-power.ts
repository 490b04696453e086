/** Starting and stopping instances: one transition in two directions, each the other's way back. */
import { block, NO_DATA, refuseWith, statusWords, type OperationHead, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { placeOf, regionField } from "../place.ts";
import type { Ec2Port, InstanceFacts } from "../clients/ec2-client.ts";
import { effects } from "../transitions.ts";

/** Instances by id or ARN. */
export const powerResources = lazyStrictObject(() => ({ instanceIds: z.array(resourceName("ec2-instance")).min(1).max(1_000) }));
/** Instances by id or ARN. */
export type PowerResources = z.infer<typeof powerResources>;

/** How to start or stop. */
export const powerConfig = lazyStrictObject(() => ({
  region: regionField(),
  statusChecks: z.boolean().default(true).describe("A start counts once the instance and system checks of EC2 are ok"),
  force: z.boolean().default(false).describe("Stops without waiting for the operating system; data in its caches is lost"),
}));
/** How to start or stop. */
export type PowerConfig = z.infer<typeof powerConfig>;

type Context = TaskContext<InfraClients, PowerResources, PowerConfig>;
type Direction = "running" | "stopped";
interface Wanted {
  readonly state: Direction;
}

/**
 * States of an instance (EC2 API reference, InstanceState). Those on the way are waited for: EC2 refuses acts there (IncorrectInstanceState), and an
 * act whose answer was lost may be what goes on. From the end of its life nothing starts.
 */
const instanceState = statusWords({
  code: "infrastructure.instance_gone",
  serving: ["running", "stopped"],
  passing: ["pending", "stopping"],
  lasting: ["shutting-down", "terminated"],
});

/** What both operations have in common. */
export const powerHead = {
  drill: { kind: "skipped" as const },
  pollSeconds: 5,
  resources: powerResources,
  config: powerConfig,
  listTargets: ({ resources }: { readonly resources: PowerResources }) => [...new Set(resources.instanceIds)],
  howToCheck: (target: string) => `aws ec2 describe-instances --instance-ids ${placeOf("ec2-instance", target, undefined).id}`,
} satisfies Partial<OperationHead<InfraClients, PowerResources, PowerConfig>>;

/** The parts of the transition into this state. */
export const power = (direction: Direction) =>
  effects({
    settleSeconds: 15,
    read: (context: Context, target): Promise<InstanceFacts> => ec2Of(context, target).describeInstance(idOf(context, target)),
    status: ({ state }) => instanceState(state),
    want: (): Wanted => ({ state: direction }),
    reached: ({ state }, wanted) => state === wanted.state,
    act: async (context, target, { wanted }) => {
      const ec2 = ec2Of(context, target);
      const id = idOf(context, target);
      await (wanted.state === "running" ? ec2.startInstance(id) : ec2.stopInstance(id, { force: context.config.force }));
      return null;
    },
    missing: async (context, target, { wanted }) => {
      if (wanted.state !== "running" || !context.config.statusChecks) return undefined;
      const { instance, system } = await ec2Of(context, target).instanceChecks(idOf(context, target));
      if (instance === "ok" && system === "ok") return undefined;
      return `${target} runs; its checks say instance ${instance || "nothing"}, system ${system || "nothing"}`;
    },
    describe: ({ instanceId, state, reason }) => `${instanceId} is ${state}${reason === null || reason === "" ? "" : ` (${reason})`}`,
    evidence: ({ instanceId, state, privateIp, publicIp }, { before }) => ({
      before: { state: before.state },
      after: { state, privateIp, publicIp },
      externalIds: { instanceId },
      rpo: NO_DATA,
    }),
    undo: (before): Wanted => {
      if (before.state === "running" || before.state === "stopped") return { state: before.state };
      throw refuseWith(block("infrastructure.instance_state", `${before.instanceId} was ${before.state} before: no state to put back`));
    },
  });

function idOf({ config }: Context, target: string): string {
  return placeOf("ec2-instance", target, config.region).id;
}

function ec2Of({ clients, config }: Context, target: string): Ec2Port {
  return clients.ec2(placeOf("ec2-instance", target, config.region).region);
}
