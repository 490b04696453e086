/** Sets the sizes of EKS node groups; done when EKS calls the group active with them. */
import { lazyStrictObject } from "@dr/events";
import { block, NO_DATA, refuseWith, statusWords, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { GroupSize } from "../clients/auto-scaling-client.ts";
import type { NodegroupFacts } from "../clients/eks-client.ts";
import type { InfraClients } from "../infra-client.ts";
import { transition } from "../transitions.ts";
import { arnOf, regionIn } from "./arn-of.ts";

const nodes = () => z.int().min(0).max(5_000);
const resources = lazyStrictObject(() => ({
  nodegroups: z
    .array(
      z.strictObject({
        name: arnOf("eks", "nodegroup/", "an EKS node group"),
        min: nodes().optional(),
        max: nodes().min(1).optional(),
        desired: nodes(),
      }),
    )
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each node group once"),
}));
const config = lazyStrictObject(() => ({}));
type Resources = z.infer<typeof resources>;
type Context = TaskContext<InfraClients, Resources, z.infer<typeof config>>;

const words = statusWords({
  code: "infrastructure.nodegroup_unusable",
  serving: ["ACTIVE"],
  passing: ["UPDATING", "CREATING"],
  lasting: ["DELETING", "DELETE_FAILED", "CREATE_FAILED", "DEGRADED"],
});

/** `eks_capacity`. */
export const eksCapacity = transition({
  description: "Sets minimum, maximum and desired size of EKS node groups",
  failback: { by: "eks_capacity" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 2_700, heartbeatSeconds: 60, expectedSeconds: 120 },
  pollSeconds: 15,
  settleSeconds: 15,
  resources,
  config,
  listTargets: ({ resources: { nodegroups } }) => nodegroups.map(({ name }) => name),
  howToCheck: (arn) => `aws eks describe-nodegroup: status and scalingConfig of ${arn}`,
  read: ({ clients }: Context, arn): Promise<NodegroupFacts> => clients.eks(regionIn(arn)).describeNodegroup(arn),
  status: ({ status }) => words(status),
  want: (facts, { resources: asked }, arn) => wantedSize(facts, asked, arn),
  reached: (facts, wanted) => facts.min === wanted.min && facts.max === wanted.max && facts.desired === wanted.desired,
  act: async (context, arn, { wanted }) => {
    await context.clients.eks(regionIn(arn)).updateNodegroup(arn, wanted, context.resourceOperationId.slice(0, 64));
    return null;
  },
  describe: ({ status, min, max, desired, issues }) =>
    `the node group is ${status} with min ${min}, max ${max}, desired ${desired}${issues.length === 0 ? "" : `: ${issues.join("; ")}`}`,
  evidence: ({ min, max, desired, issues }, { before }) => ({
    before: { min: before.min, max: before.max, desired: before.desired },
    after: { min, max, desired },
    warnings: issues,
    rpo: NO_DATA,
  }),
  undo: ({ min, max, desired }): GroupSize => ({ min, max, desired }),
});

function wantedSize(facts: NodegroupFacts, { nodegroups }: Resources, arn: string): GroupSize {
  const asked = nodegroups.find(({ name }) => name === arn);
  const size = { min: asked?.min ?? facts.min, max: asked?.max ?? facts.max, desired: asked?.desired ?? facts.desired };
  if (size.min <= size.desired && size.desired <= size.max) return size;
  const message = `${arn}: desired ${size.desired} is not between min ${size.min} and max ${size.max}; say min or max, too`;
  throw refuseWith(block("infrastructure.capacity_bounds", message, size));
}
