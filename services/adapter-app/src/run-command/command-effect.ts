/** One command on one node: sent once, found again by its comment, read from the node's own invocation. */
import { toPreparation, type Effect, type Evidence, type PollAnswer, type Preparation, type TaskContext } from "@dr/adapter-kit";
import type { SsmPort } from "../clients/ssm-client.ts";
import type { AppClients } from "../app-client.ts";
import { commentOf, sentAfter } from "./comment.ts";
import { endOf } from "./ends.ts";
import type { CommandOrder, DocumentFacts, NodeFacts } from "./facts.ts";
import { documentFindings, nodeFindings } from "./readiness.ts";

/** What is to be run, and what is said about it. */
export interface CommandPlan {
  readonly order: CommandOrder;
  /** Where each setting came from. */
  readonly from: Readonly<Record<string, string>>;
  /** Given to a document that has a parameter of this name and was not given one. */
  readonly offers: Readonly<Record<string, string>>;
  /** What failed may be run again. */
  readonly rerunnable: boolean;
  /** There is a declared way back. */
  readonly reversible: boolean;
}

/** The state before, as journaled. The comment is that of the attempt that sent the command: a later attempt looks for the same one. */
export interface CommandPre extends CommandPlan {
  readonly comment: string;
  readonly documentVersion: string;
}

/** A command that was accepted. */
export interface CommandHandle {
  readonly commandId: string;
}

/** What differs between operations that run a command on a node. */
export interface CommandParts<Context> {
  readonly regionOf: (context: Context) => string | undefined;
  /** Id of the node that a target names. */
  readonly instanceOf: (target: string) => string;
  /** Refuses by throwing `refuseWith(block(…))`. */
  readonly plan: (context: Context, node: NodeFacts) => CommandPlan | Promise<CommandPlan>;
  /** Why nothing is done, before anything is looked at. */
  readonly refuse?: (context: Context) => Preparation<CommandPre> | undefined;
}

/** The effect: prepare, act, poll, discover, cancel. */
export function commandEffect<Context extends TaskContext<AppClients>>(
  parts: CommandParts<Context>,
): Effect<Context, CommandPre, CommandHandle> {
  const ssmOf = (context: Context): SsmPort => context.clients.ssm(parts.regionOf(context));
  return {
    prepare: async (context, target) => parts.refuse?.(context) ?? prepare(parts, { context, ssm: ssmOf(context), target }),
    act: async (context, target, { order, comment }) => ({
      commandId: await ssmOf(context).send({ ...order, instanceIds: [parts.instanceOf(target)], targets: [], comment }),
    }),
    poll: async (context, target, pre, { commandId }) => {
      const invocation = await ssmOf(context).invocation(commandId, parts.instanceOf(target));
      if (!invocation) return { state: "in_progress", message: `${commandId} is not known to Run Command yet`, percent: 5 };
      const end = endOf(invocation, pre.rerunnable);
      const { status, details } = invocation;
      if (end.state === "running")
        return { state: "in_progress", message: `${pre.order.document} is ${details || status} (${commandId})`, percent: 50 };
      const evidence = evidenceOf(pre, commandId, { status, statusDetails: details, exitCode: invocation.exitCode ?? null });
      if (end.state === "succeeded") return { state: "completed", evidence };
      return failed(end, evidence, status);
    },
    discover: async (context, _target, { comment }) => {
      const commandId = await ssmOf(context).find(comment, sentAfter(context.intentAt));
      return commandId === undefined ? { state: "not_started" } : { state: "found", handle: { commandId } };
    },
    cancel: async (context, target, _pre, { commandId }) => {
      await ssmOf(context).cancel(commandId, [parts.instanceOf(target)]);
      return true;
    },
  };
}

async function prepare<Context extends TaskContext<AppClients>>(
  parts: CommandParts<Context>,
  { context, ssm, target }: { readonly context: Context; readonly ssm: SsmPort; readonly target: string },
): Promise<Preparation<CommandPre>> {
  const instanceId = parts.instanceOf(target);
  const node = await ssm.node(instanceId);
  const obstacle = toPreparation<CommandPre>(nodeFindings(instanceId, node));
  if (!node || obstacle.state === "failed") return obstacle;
  const { plan, document } = await fittedPlan(ssm, await parts.plan(context, node));
  const findings = [...nodeFindings(instanceId, node), ...documentFindings(document, plan.order, node)];
  const prepared = toPreparation(findings, { ...plan, comment: commentOf(context), documentVersion: document.version });
  return prepared.state === "ready" ? { ...prepared, wouldDo: { wouldRun: plan.order.document, on: instanceId } } : prepared;
}

/** The plan with what its document knows of the offers. */
export async function fittedPlan(
  ssm: Pick<SsmPort, "document">,
  plan: CommandPlan,
): Promise<{ readonly plan: CommandPlan; readonly document: DocumentFacts }> {
  const { order, offers } = plan;
  const document = await ssm.document(order.document, order.documentVersion);
  const known = document.parameters.map(({ name }) => name);
  const taken = Object.entries(offers).flatMap(([name, value]) => (known.includes(name) ? [[name, [value]] as const] : []));
  return { plan: { ...plan, order: { ...order, parameters: { ...Object.fromEntries(taken), ...order.parameters } } }, document };
}

/** What was done, with a pointer to its output and never the output itself: scripts print secrets. */
export function evidenceOf(pre: CommandPre, commandId: string, after: Record<string, unknown>): Evidence {
  const { document, output } = pre.order;
  return {
    before: {},
    after: {
      ...after,
      document,
      documentVersion: pre.documentVersion,
      ...(output === undefined ? {} : { output: `s3://${output.bucket}/${output.prefix}/${commandId}/` }),
      settings: pre.from,
    },
    externalIds: { commandId },
    reversible: pre.reversible,
  };
}

/** A script that was stopped may have done a part of its work: the report says so, and the kit calls it cancelled. */
function failed({ failure, ran }: Extract<ReturnType<typeof endOf>, { state: "failed" }>, evidence: Evidence, status: string): PollAnswer {
  if (status === "Cancelled")
    return { state: "failed", failure, evidence: { ...evidence, warnings: ["what it had done when it was stopped stands"] } };
  return { state: "failed", failure, evidence, ...(ran ? { changed: true } : {}) };
}
