// Which managed nodes exist, and which of them targets choose.
import { awsError } from "../../aws-error.ts";
import type { WorldView } from "../../world/world.ts";
import { nodeKind, type NodeRecord } from "./run-command-records.ts";

/** Nodes of a Region whose agents have registered by then, in the order of their ids. */
export const nodesOf = (world: WorldView, region: string, nowMs = Number.POSITIVE_INFINITY): readonly NodeRecord[] =>
  world
    .list(nodeKind, region)
    .filter(({ registersMs = 0 }) => registersMs <= nowMs)
    .toSorted((a, b) => a.instanceId.localeCompare(b.instanceId));

/** The nodes of these ids. Throws InvalidInstanceId for one that has no agent here. */
export const requireNodes = (world: WorldView, region: string, ids: readonly string[], nowMs: number): readonly NodeRecord[] =>
  ids.map((id) => {
    const node = nodesOf(world, region, nowMs).find(({ instanceId }) => instanceId === id);
    if (node === undefined) throw awsError("InvalidInstanceId", `Instances [[${id}]] not in a valid state for account`);
    return node;
  });

type Target = { readonly Key?: string | undefined; readonly Values?: readonly string[] | undefined };

/** The nodes that fit every target: by id (`InstanceIds`) or tag (`tag:Name`). */
export const chosenNodes = (world: WorldView, region: string, targets: readonly Target[], nowMs?: number): readonly NodeRecord[] =>
  nodesOf(world, region, nowMs).filter((node) => targets.every((target) => fits(node, target)));

const fits = (node: NodeRecord, { Key = "", Values = [] }: Target): boolean => {
  if (/^instanceids$/iu.test(Key)) return Values.includes(node.instanceId);
  const value = Key.startsWith("tag:") ? node.tags[Key.slice("tag:".length)] : undefined;
  return value !== undefined && Values.includes(value);
};
