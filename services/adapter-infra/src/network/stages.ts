/** The stages of a network: its changes are proposed and looked at, then they are made. */
import { NO_DATA } from "@dr/adapter-kit";
import type { Failure } from "@dr/events";
import { effects } from "../transitions.ts";
import { describeNetwork, fitNetwork, isThere, networkOf, readNetwork, statusOfNetwork, type NetworkFacts } from "./facts.ts";
import { changeSetNameOf, type NetworkContext } from "./input.ts";
import { contentOf, HASH_TAG, NETWORK_TAG, subnetOf } from "./template.ts";

type WantedChange = { readonly kind: "proposed"; readonly hash: string } | { readonly kind: "discarded" };
type WantedNetwork =
  | { readonly kind: "there"; readonly hash: string }
  | { readonly kind: "former"; readonly hash: string; readonly template: string }
  | { readonly kind: "gone" };

const stacksOf = ({ clients, config: { region } }: NetworkContext) => clients.stacks(region);
const failed = (code: string, message: string): Failure => ({ code, message, retryable: false });

const shared = { settleSeconds: 30, status: statusOfNetwork, fit: fitNetwork, describe: describeNetwork };

/** The set of changes: nothing is made by it but an empty stack to look at. */
export const change = effects({
  ...shared,
  expectedSeconds: 20,
  read: (context: NetworkContext, target, _wanted: WantedChange | undefined) => readNetwork(context, target),
  want: (_facts, context, target): WantedChange => ({ kind: "proposed", hash: contentOf(networkOf(context, target)).hash }),
  reached: (facts, wanted) =>
    wanted.kind === "proposed"
      ? facts.changeSet?.status === "CREATE_COMPLETE" || isThere(facts, wanted.hash)
      : !facts.isEmpty && (facts.changeSet === null || facts.changeSet.isExecuted),
  act: async (context, target, { before, wanted }) => {
    const [stacks, name] = [stacksOf(context), changeSetNameOf(context)];
    if (wanted.kind === "proposed") {
      const isNew = before.found === null || before.isEmpty;
      await stacks.createChangeSet(before.stack, name, { ...contentOf(networkOf(context, target)), isNew });
      return null;
    }
    // The empty stack that a proposal leaves goes with it.
    if (before.isEmpty) await stacks.deleteStack(before.stack, context.resourceOperationId);
    else await stacks.deleteChangeSet(before.stack, name);
    return null;
  },
  givenUp: ({ changeSet }, { wanted }) =>
    wanted.kind === "proposed" && changeSet?.status === "FAILED"
      ? failed("infrastructure.change_set_failed", changeSet.reason ?? "the change set failed")
      : undefined,
  evidence: ({ stack, changeSet }) => ({ after: { stack, changes: changeSet?.changes ?? [] }, rpo: NO_DATA }),
  undo: (): WantedChange => ({ kind: "discarded" }),
  // A proposal changes nothing: whoever acted since, it may go.
  changedSince: () => undefined,
});

/** The network: done when every resource of its stack is. */
export const network = effects({
  ...shared,
  expectedSeconds: 60,
  read: (context: NetworkContext, target, _wanted: WantedNetwork | undefined) => readNetwork(context, target),
  want: (_facts, context, target): WantedNetwork => ({ kind: "there", hash: contentOf(networkOf(context, target)).hash }),
  reached: (facts, wanted) => (wanted.kind === "gone" ? facts.found === null : isThere(facts, wanted.hash)),
  act: async (context, target, { before, wanted }) => {
    const [stacks, token] = [stacksOf(context), context.resourceOperationId];
    if (wanted.kind === "there") await stacks.executeChangeSet(before.stack, changeSetNameOf(context), token);
    else if (wanted.kind === "gone") await stacks.deleteStack(before.stack, token);
    else {
      const tags = { [NETWORK_TAG]: networkOf(context, target).name, [HASH_TAG]: wanted.hash };
      await stacks.updateStack(before.stack, { template: wanted.template, tags }, token);
    }
    return null;
  },
  givenUp: (facts, { wanted }) =>
    wanted.kind !== "gone" && facts.found?.status.endsWith("ROLLBACK_COMPLETE") === true
      ? failed("infrastructure.stack_failed", describeNetwork(facts))
      : undefined,
  evidence: (facts, { before }) => ({
    before: { status: before.found?.status ?? null, hash: before.hash },
    after: { stack: facts.stack, status: facts.found?.status ?? null, ...idsIn(facts) },
    externalIds: facts.found === null ? {} : { stack: facts.found.id },
    rpo: NO_DATA,
  }),
  undo: ({ found, isEmpty, hash, former }): WantedNetwork =>
    found === null || isEmpty || hash === null || former === null ? { kind: "gone" } : { kind: "former", hash, template: former },
  changedSince: ({ found, hash, isOurs }, { wanted }) =>
    found === null || (isOurs && (hash === null || wanted.kind === "gone" || hash === wanted.hash))
      ? undefined
      : { found: { stack: found.id, hash }, left: wanted },
});

/** Ids of what was made, by the names that the plan gave. */
function idsIn({ resources }: NetworkFacts): Record<string, unknown> {
  const subnets = resources.flatMap(({ logicalId, id }) => {
    const name = subnetOf(logicalId);
    return name === undefined ? [] : [[name, id] as const];
  });
  return { vpcId: resources.find(({ logicalId }) => logicalId === "Vpc")?.id ?? null, subnetIds: Object.fromEntries(subnets) };
}
