/** A command on whatever the task names: one node, or all with certain tags. */
import type { Effect, TaskContext } from "@dr/adapter-kit";
import type { AppClients } from "../app-client.ts";
import { isTagged, regionOf, tagsOf, type NodeResources } from "../targets.ts";
import { taggedCommandEffect, type TaggedPre } from "./command-by-tag.ts";
import { commandEffect, type CommandHandle, type CommandParts, type CommandPre } from "./command-effect.ts";

/** A task on nodes, in a Region that its settings may name. */
export type NodeContext = TaskContext<AppClients, NodeResources, { readonly region?: string | undefined }>;

/** The effect, for steps of either kind. */
export function onNodes<Context extends NodeContext>(
  parts: Pick<CommandParts<Context>, "plan" | "refuse">,
): Effect<Context, CommandPre, CommandHandle> {
  const region = ({ resources, config }: Context): string | undefined => regionOf(resources, config.region);
  const one = commandEffect<Context>({ ...parts, regionOf: region, instanceOf: (target) => target });
  const tagged = taggedCommandEffect<Context>({ ...parts, regionOf: region, targetsOf: ({ resources }) => tagsOf(resources) });
  return {
    prepare: (context, target) => (isTagged(target) ? tagged : one).prepare(context, target),
    act: (context, target, pre) => (isTagged(target) ? tagged.act(context, target, pre as TaggedPre) : one.act(context, target, pre)),
    poll: (context, target, pre, handle) =>
      isTagged(target) ? tagged.poll(context, target, pre as TaggedPre, handle) : one.poll(context, target, pre, handle),
    discover: (context, target, pre) =>
      isTagged(target) ? tagged.discover(context, target, pre as TaggedPre) : one.discover(context, target, pre),
    cancel: async (context, target, pre, handle) =>
      (await (isTagged(target)
        ? tagged.cancel?.(context, target, pre as TaggedPre, handle)
        : one.cancel?.(context, target, pre, handle))) ?? false,
  };
}
