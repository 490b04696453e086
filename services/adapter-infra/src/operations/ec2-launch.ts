/** Launches instances from one version of a launch template, once, and knows them by their tags; takes back only what it launched. */
import { block, NO_DATA, refuseWith, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import type { Ec2Port, InstanceFacts } from "../clients/ec2-client.ts";
import type { InfraClients } from "../infra-client.ts";
import { regionField } from "../place.ts";
import { choice, effects } from "../transitions.ts";

const subnet = () => z.string().regex(/^subnet-[0-9a-f]+$/, "expected the id of a subnet");
const securityGroups = () => z.array(z.string().regex(/^sg-[0-9a-f]+$/, "expected the id of a security group")).min(1);
const launch = lazyStrictObject(() => ({
  name: z.string().min(1).max(128).describe("What the task calls these instances; unique in the task"),
  launchTemplateId: z.string().regex(/^lt-[0-9a-f]+$/, "expected the id of a launch template"),
  version: z
    .string()
    .regex(/^(?:\$Default|\$Latest|[1-9]\d*)$/, "expected $Default, $Latest or a number")
    .default("$Default"),
  count: z.int().min(1).max(100).default(1),
  subnetId: subnet().optional(),
  securityGroupIds: securityGroups().optional(),
  // Everybody calls his servers "web": it is the template that tells them apart.
})).meta(namesResource({ kind: "opaque", namespace: "ec2-launch", fields: { launch: "name", template: "launchTemplateId" } }));
const resources = lazyStrictObject(() => ({
  launchTemplates: z
    .array(launch)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each name once"),
}));
const config = lazyStrictObject(() => ({
  region: regionField(),
  drill: z
    .strictObject({ subnetId: subnet(), securityGroupIds: securityGroups() })
    .optional()
    .describe("Where a drill launches: an isolated subnet and security groups of its own"),
}));
type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
type Context = TaskContext<InfraClients, Resources, Config>;

interface Facts {
  /** Those of this task that are not terminated. */
  readonly instances: readonly InstanceFacts[];
}
type Wanted =
  | { readonly kind: "launched"; readonly count: number; readonly version: string; readonly hasInterfaces?: boolean }
  | { readonly kind: "gone"; readonly ids: readonly string[] };

const launched = effects({
  settleSeconds: 30,
  read: async (context: Context, name): Promise<Facts> => ({
    instances: (await ec2Of(context).instancesTagged(tagsOf(context, name))).filter(({ state }) => state !== "terminated"),
  }),
  fit: (_facts, { executionType, config: { drill } }, name) =>
    executionType === "drill" && drill === undefined
      ? [
          block(
            "infrastructure.drill_not_isolated",
            `${name}: a drill launches only into config.drill.subnetId with config.drill.securityGroupIds`,
          ),
        ]
      : [],
  want: async (_facts, context, name): Promise<Wanted> => {
    const { launchTemplateId, version, count } = launchNamed(context, name);
    return { kind: "launched", count, ...(await ec2Of(context).templateVersion(launchTemplateId, version)) };
  },
  reached: ({ instances }, wanted) =>
    wanted.kind === "launched" ? instances.length >= wanted.count : !instances.some(({ instanceId }) => wanted.ids.includes(instanceId)),
  act: async (context, name, { before, wanted }) => {
    if (wanted.kind === "gone") {
      await ec2Of(context).terminateInstances(wanted.ids);
      return null;
    }
    const { launchTemplateId, subnetId, securityGroupIds } = launchNamed(context, name);
    const place = context.executionType === "drill" ? context.config.drill : { subnetId, securityGroupIds };
    const ids = await ec2Of(context).runInstances({
      templateId: launchTemplateId,
      version: wanted.version,
      count: wanted.count - before.instances.length,
      clientToken: context.resourceOperationId,
      hasInterfaces: wanted.hasInterfaces === true,
      tags: tagsOf(context, name),
      ...(place?.subnetId === undefined ? {} : { subnetId: place.subnetId }),
      ...(place?.securityGroupIds === undefined ? {} : { securityGroupIds: place.securityGroupIds }),
    });
    return { instanceIds: ids };
  },
  missing: async (context, name, { wanted }) => {
    if (wanted.kind === "gone") return undefined;
    const ec2 = ec2Of(context);
    for (const { instanceId, state, reason } of await ec2.instancesTagged(tagsOf(context, name))) {
      if (state === "terminated") continue;
      const checks = state === "running" ? await ec2.instanceChecks(instanceId) : undefined;
      if (checks?.instance === "ok" && checks.system === "ok") continue;
      return `${instanceId} is ${state}${reason ? ` (${reason})` : ""}${checks ? `; its checks say ${checks.instance}, ${checks.system}` : ""}`;
    }
    return undefined;
  },
  describe: ({ instances }) =>
    `${instances.length} instances: ${instances.map(({ instanceId, state }) => `${instanceId} ${state}`).join(", ")}`,
  evidence: ({ instances }, { before }) => ({
    before: { instances: before.instances.map(({ instanceId }) => instanceId) },
    after: { instances },
    rpo: NO_DATA,
  }),
  undo: (before, { instances }): Wanted => {
    const kept = before.instances.map(({ instanceId }) => instanceId);
    return { kind: "gone", ids: instances.map(({ instanceId }) => instanceId).filter((id) => !kept.includes(id)) };
  },
  // One of them may be gone already: what is left goes, too.
  changedSince: () => undefined,
});

/** `ec2_launch`. */
export const ec2Launch = choice({
  description: "Launches EC2 instances from launch templates",
  failback: { by: "ec2_launch" },
  drill: { kind: "isolated_copy" },
  defaults: { timeoutSeconds: 1_200, heartbeatSeconds: 60, expectedSeconds: 90 },
  pollSeconds: 10,
  resources,
  config,
  listTargets: ({ resources: { launchTemplates } }) => launchTemplates.map(({ name }) => name),
  howToCheck: (name) => `aws ec2 describe-instances --filters Name=tag:dr:launch,Values=${name}`,
  kinds: { launch: launched },
  kindOf: () => "launch",
  ...(launched.back ? { cleanup: launched.back } : {}),
});

/** The same for every attempt, so that a later one finds what an earlier one launched. */
function tagsOf({ executionId, taskId }: Context, name: string): Readonly<Record<string, string>> {
  return { "dr:execution-id": executionId, "dr:task-id": taskId, "dr:launch": name };
}

function launchNamed({ resources: { launchTemplates } }: Context, name: string): z.output<typeof launch> {
  const found = launchTemplates.find((one) => one.name === name);
  if (found) return found;
  throw refuseWith(block("infrastructure.launch_unknown", `this task launches nothing called ${name}`));
}

function ec2Of({ clients, config: { region } }: Context): Ec2Port {
  return clients.ec2(region);
}
