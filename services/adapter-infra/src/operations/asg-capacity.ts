/** Sets the three numbers of Auto Scaling groups; done when that many instances serve. */
import { block, NO_DATA, refuseWith, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { placeOf, regionField } from "../place.ts";
import type { AutoScalingPort, GroupFacts, GroupSize } from "../clients/auto-scaling-client.ts";
import { transition } from "../transitions.ts";

const instances = () => z.int().min(0).max(10_000);
const resources = lazyStrictObject(() => ({
  autoScalingGroups: z
    .array(
      z
        .strictObject({
          name: resourceName("auto-scaling-group"),
          min: instances().optional(),
          max: instances().optional(),
          desired: instances().optional(),
        })
        .refine(({ min, max, desired }) => (min ?? max ?? desired) !== undefined, "expected min, max or desired"),
    )
    .min(1)
    .refine((groups) => new Set(groups.map(({ name }) => name)).size === groups.length, "expected each group once"),
}));
const config = lazyStrictObject(() => ({ region: regionField() }));
type Resources = z.infer<typeof resources>;
type Context = TaskContext<InfraClients, Resources, z.infer<typeof config>>;

/** `asg_capacity`. */
export const asgCapacity = transition({
  description: "Sets minimum, maximum and desired capacity of Auto Scaling groups",
  failback: { by: "asg_capacity" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 120 },
  pollSeconds: 15,
  settleSeconds: 15,
  resources,
  config,
  listTargets: ({ resources: { autoScalingGroups } }) => autoScalingGroups.map(({ name }) => name),
  howToCheck: (name) =>
    `aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names ${placeOf("auto-scaling-group", name, undefined).id}`,
  read: (context: Context, target): Promise<GroupFacts> => portOf(context, target).describeGroup(idOf(context, target)),
  want: (facts, { resources: asked }, target): GroupSize => wantedSize(facts, requestOf(asked, target)),
  // The numbers alone: who serves is what is still missing.
  reached: (facts, wanted) => facts.min === wanted.min && facts.max === wanted.max && facts.desired === wanted.desired,
  act: async (context, target, { wanted }) => {
    await portOf(context, target).updateGroup(idOf(context, target), wanted);
    return null;
  },
  missing: async (context, target, { wanted }) => {
    const port = portOf(context, target);
    const { serving, members } = await port.describeGroup(idOf(context, target));
    if (serving >= wanted.desired && members <= Math.max(wanted.desired, serving)) return undefined;
    const failed = await port.failedActivities(idOf(context, target), context.intentAt);
    return `${target}: ${serving} of ${wanted.desired} instances serve${failed[0] === undefined ? "" : `; the last failure: ${failed[0]}`}`;
  },
  describe: ({ name, min, max, desired, serving }) => `${name} has min ${min}, max ${max}, desired ${desired}; ${serving} serve`,
  evidence: ({ min, max, desired, serving }, { before }) => ({
    before: { min: before.min, max: before.max, desired: before.desired, serving: before.serving },
    after: { min, max, desired, serving },
    rpo: NO_DATA,
  }),
  undo: ({ min, max, desired }): GroupSize => ({ min, max, desired }),
  // A scaling policy moves the desired capacity within the bounds that we set: that is its work, and no reason to leave them.
  changedSince: (facts, { wanted }) =>
    facts.min === wanted.min && facts.max === wanted.max
      ? undefined
      : { found: { min: facts.min, max: facts.max }, left: { min: wanted.min, max: wanted.max } },
});

/** What is not said stays; Auto Scaling itself would move the desired capacity into new bounds without a word. */
function wantedSize(facts: GroupFacts, asked: Partial<GroupSize>): GroupSize {
  const min = asked.min ?? facts.min;
  const max = asked.max ?? facts.max;
  const desired = asked.desired ?? Math.min(max, Math.max(min, facts.desired));
  if (min <= desired && desired <= max) return { min, max, desired };
  const message = `${facts.name}: desired ${desired} is not between min ${min} and max ${max}; say min or max, too`;
  throw refuseWith(block("infrastructure.capacity_bounds", message, { min, max, desired }));
}

function requestOf({ autoScalingGroups }: Resources, target: string): Partial<GroupSize> {
  const { min, max, desired } = autoScalingGroups.find(({ name }) => name === target) ?? {};
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(desired === undefined ? {} : { desired }) };
}

function idOf({ config: { region } }: Context, target: string): string {
  return placeOf("auto-scaling-group", target, region).id;
}

function portOf({ clients, config: { region } }: Context, target: string): AutoScalingPort {
  return clients.autoScaling(placeOf("auto-scaling-group", target, region).region);
}
