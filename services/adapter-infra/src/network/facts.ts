/** What the stages of a network look at: its stack, its resources, and the set of changes that this task proposes. */
import { block, parseStage, refuseWith, statusWords, type Finding, type StatusReading } from "@dr/adapter-kit";
import type { ChangeSetFacts, StackFacts, StackResourceFacts } from "../clients/stack-client.ts";
import { changeSetNameOf, stackNameOf, type Network, type NetworkContext } from "./input.ts";
import { contentOf, HASH_TAG, NETWORK_TAG } from "./template.ts";

/** A network as it is. `former` is the template to go back to, where another one is wanted. */
export interface NetworkFacts {
  readonly stack: string;
  readonly found: Pick<StackFacts, "id" | "status"> | null;
  readonly hash: string | null;
  readonly isOurs: boolean;
  /** Made for a review alone: a set of changes that nobody executed, and nothing else. */
  readonly isEmpty: boolean;
  readonly resources: readonly StackResourceFacts[];
  readonly changeSet: ChangeSetFacts | null;
  readonly former: string | null;
  readonly failures: readonly string[];
}

/** Its first creation failed: it can only be deleted. */
const STUCK: ReadonlySet<string> = new Set(["ROLLBACK_COMPLETE", "CREATE_FAILED"]);

const words = statusWords({
  code: "infrastructure.stack_unusable",
  // What a creation that failed means depends on what is wanted: `fit` says so.
  serving: ["none", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", ...STUCK],
  passing: ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"],
  lasting: ["DELETE_FAILED", "ROLLBACK_FAILED", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED"],
});

/** The stack's own word. */
export const statusOfNetwork = ({ found }: NetworkFacts): StatusReading => words(found?.status ?? "none");

/** The network of a target. */
export function networkOf({ resources }: NetworkContext, target: string): Network {
  const { name } = parseStage(target);
  const found = resources.networks.find((one) => one.name === name);
  if (!found) throw refuseWith(block("infrastructure.network_unknown", `this task provisions no network ${name}`));
  return found;
}

/** Reads it. */
export async function readNetwork(context: NetworkContext, target: string): Promise<NetworkFacts> {
  const network = networkOf(context, target);
  const stack = stackNameOf(context, network.name);
  const stacks = context.clients.stacks(context.config.region);
  const [found, changeSet] = await Promise.all([stacks.findStack(stack), stacks.findChangeSet(stack, changeSetNameOf(context))]);
  if (found === null)
    return { stack, found, hash: null, isOurs: true, isEmpty: false, resources: [], changeSet, former: null, failures: [] };
  const { id, status, tags } = found;
  const resources = await stacks.stackResources(stack);
  const isEmpty = resources.length === 0 && changeSet !== null && !changeSet.isExecuted;
  const hash = isEmpty ? null : (tags[HASH_TAG] ?? null);
  const isOther = hash !== contentOf(network).hash;
  return {
    stack,
    found: { id, status },
    hash,
    isOurs: tags[NETWORK_TAG] === network.name || isEmpty,
    isEmpty,
    changeSet,
    resources,
    former: isOther && !isEmpty ? await stacks.templateOf(stack) : null,
    failures: /ROLLBACK|FAILED/.test(status) ? await stacks.stackFailures(stack) : [],
  };
}

/** Is it there, whole, as this hash says? Its resources tell, not the stack's word. */
export function isThere({ hash, resources }: NetworkFacts, wanted: string): boolean {
  return (
    hash === wanted && resources.length > 0 && resources.every(({ id, status }) => id !== "" && /^(?:CREATE|UPDATE)_COMPLETE$/.test(status))
  );
}

/** What stands against provisioning. */
export function fitNetwork(facts: NetworkFacts, context: NetworkContext, target: string): readonly Finding[] {
  return [...fitZones(context, target), ...fitStack(facts), ...(context.config.allowReplacement === true ? [] : fitChanges(facts, target))];
}

function fitZones(context: NetworkContext, target: string): readonly Finding[] {
  const { region } = context.config;
  if (region === undefined) return [];
  return networkOf(context, target)
    .subnets.filter(({ availabilityZone }) => availabilityZone.slice(0, -1) !== region)
    .map(({ name, availabilityZone: zone }) =>
      block("infrastructure.zone_elsewhere", `${zone} of subnet ${name} is not in ${region}`, { zone }),
    );
}

function fitStack({ stack, found, isOurs }: NetworkFacts): readonly Finding[] {
  if (found === null) return [];
  if (!isOurs)
    return [block("infrastructure.stack_foreign", `stack ${stack} was not made by this adapter: give the network another name`, { stack })];
  if (!STUCK.has(found.status)) return [];
  return [block("infrastructure.stack_rolled_back", `stack ${stack} is ${found.status}: its creation failed, delete it first`, { stack })];
}

/** What is proposed and not made yet. */
function fitChanges({ changeSet }: NetworkFacts, target: string): readonly Finding[] {
  const changes = changeSet === null || changeSet.isExecuted ? [] : changeSet.changes;
  const lost = changes.filter(({ action, replacement }) => action === "Remove" || replacement === "True" || replacement === "Conditional");
  if (lost.length === 0) return [];
  const message = `network ${parseStage(target).name} would lose ${lost.map(({ logicalId }) => logicalId).join(", ")}`;
  const next = "say config.allowReplacement, or provision it under another name";
  return [block("infrastructure.network_replaced", `${message}: ${next}`, { changes: lost })];
}

/** In words. */
export function describeNetwork({ stack, found, changeSet, failures }: NetworkFacts): string {
  const proposed = changeSet === null ? "" : `; its changes are ${changeSet.isExecuted ? "executed" : changeSet.status}`;
  return `${stack} is ${found?.status ?? "not there"}${proposed}${failures[0] === undefined ? "" : `; ${failures[0]}`}`;
}
