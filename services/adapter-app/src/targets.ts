/** On what an operation runs: instances by id or ARN, or every node with certain tags. */
import { declaredRegion, lazyStrictObject, parseArn, resourceName } from "@dr/events";
import * as z from "zod";
import type { TagTarget } from "./run-command/facts.ts";

const tagTarget = lazyStrictObject(() => ({
  tag: z.string().min(1).max(128).describe("Name of the tag, as `DR-Tier`"),
  values: z.array(z.string().min(1).max(256)).min(1).max(50).describe("Any of these values"),
}));

/** Instances (each a result of its own), or one command on all nodes that have every one of the tags. */
export const nodeResources = lazyStrictObject(() => ({
  instances: z
    .array(resourceName(["ec2-instance", "ssm-managed-node"]))
    .min(1)
    .max(500)
    .optional()
    .describe("EC2 instances (i-…) or managed nodes outside AWS (mi-…), by id or ARN"),
  // SendCommand takes at most 5 targets (API reference).
  targets: z.array(tagTarget).min(1).max(5).optional().describe("Nodes that have all of these tags"),
}))
  .refine(({ instances, targets }) => (instances === undefined) !== (targets === undefined), "expected instances or targets, one of them")
  .meta({ minProperties: 1 });
/** Instances or tags. */
export type NodeResources = z.infer<typeof nodeResources>;

/** Region of the resources, where no ARN tells it. */
export const regionSetting = () => declaredRegion({ ofNames: true }).optional();

/** Names of the steps: each instance, or the tags as one. */
export function listNodes({ instances, targets = [] }: NodeResources): readonly string[] {
  if (instances) return [...new Set(instances.map(instanceIdOf))];
  return [`tags ${targets.map(({ tag, values }) => `${tag}=${values.join("|")}`).join(" and ")}`];
}

/** Whether a step is the one of the tags. */
export function isTagged(target: string): boolean {
  return target.startsWith("tags ");
}

/** The id, also out of an ARN. */
function instanceIdOf(name: string): string {
  return parseArn(name)?.resource.split("/").at(-1) ?? name;
}

/** The Region: that of the first ARN, else the one of the settings. */
export function regionOf({ instances = [] }: NodeResources, region: string | undefined): string | undefined {
  return instances.map((name) => parseArn(name)?.region).find((found) => found !== undefined && found !== "") ?? region;
}

/** Tags to send to; none where instances are named. */
export function tagsOf({ targets = [] }: NodeResources): readonly TagTarget[] {
  return targets;
}
