/** One command on every node with a tag: how many there are is counted before, and must be reached. */
import { block, toPreparation, type Effect, type TaskContext } from "@dr/adapter-kit";
import type { AppClients } from "../app-client.ts";
import { evidenceOf, fittedPlan, type CommandHandle, type CommandParts, type CommandPre } from "./command-effect.ts";
import { commentOf, sentAfter } from "./comment.ts";
import { endOf } from "./ends.ts";
import type { InvocationFacts, NodeFacts, TagTarget } from "./facts.ts";
import { documentFindings, nodeFindings } from "./readiness.ts";

/** The state before: also, which nodes had the tags. */
export interface TaggedPre extends CommandPre {
  readonly nodes: readonly string[];
  readonly targets: readonly TagTarget[];
}

type Parts<Context> = Pick<CommandParts<Context>, "regionOf" | "plan" | "refuse"> & {
  readonly targetsOf: (context: Context) => readonly TagTarget[];
};

/** The effect. A filter that matches nothing is an error: Run Command itself would call it a success. */
export function taggedCommandEffect<Context extends TaskContext<AppClients>>(
  parts: Parts<Context>,
): Effect<Context, TaggedPre, CommandHandle> {
  const ssmOf = (context: Context) => context.clients.ssm(parts.regionOf(context));
  return {
    prepare: async (context, target) => {
      const targets = parts.targetsOf(context);
      const nodes = await ssmOf(context).nodesWith(targets);
      const [first] = nodes;
      if (!first) return toPreparation<TaggedPre>([block("application.no_node_matches", `no node has ${target}: nothing would be done`)]);
      const { plan, document } = await fittedPlan(ssmOf(context), await parts.plan(context, first));
      const findings = [...findingsOf(nodes), ...nodes.flatMap((node) => documentFindings(document, plan.order, node))];
      const ids = nodes.map(({ instanceId }) => instanceId);
      const pre = { ...plan, comment: commentOf(context), documentVersion: document.version, nodes: ids, targets };
      const prepared = toPreparation(dedupe(findings), pre);
      return prepared.state === "ready" ? { ...prepared, wouldDo: { wouldRun: plan.order.document, on: ids } } : prepared;
    },
    act: async (context, _target, { order, comment, targets }) => ({
      commandId: await ssmOf(context).send({ ...order, instanceIds: [], targets, comment }),
    }),
    poll: async (context, _target, pre, { commandId }) => {
      const command = await ssmOf(context).command(commandId);
      if (!command) return { state: "in_progress", message: `${commandId} is not known to Run Command yet`, percent: 5 };
      const rows = await ssmOf(context).invocations(commandId);
      const ends = rows.map((row) => ({ row, end: endOf(row, pre.rerunnable) }));
      const running = ends.filter(({ end }) => end.state === "running").length;
      const isWhole = rows.length >= command.targets && command.targets > 0;
      if (!isWhole || running > 0 || command.ended < command.targets)
        return { state: "in_progress", message: `${commandId}: ${command.ended} of ${command.targets} nodes ended`, percent: 50 };
      return ended(pre, commandId, rows);
    },
    discover: async (context, _target, { comment }) => {
      const commandId = await ssmOf(context).find(comment, sentAfter(context.intentAt));
      return commandId === undefined ? { state: "not_started" } : { state: "found", handle: { commandId } };
    },
    cancel: async (context, _target, _pre, { commandId }) => {
      await ssmOf(context).cancel(commandId, []);
      return true;
    },
  };
}

/** Done is: every node that had the tags before has succeeded. */
function ended(pre: TaggedPre, commandId: string, rows: readonly InvocationFacts[]) {
  const instances = Object.fromEntries(
    rows.map(({ instanceId, status, details, exitCode }) => [instanceId, { status, statusDetails: details, exitCode: exitCode ?? null }]),
  );
  const missed = pre.nodes.filter((id) => !(id in instances));
  const failures = rows.flatMap((row) => {
    const end = endOf(row, pre.rerunnable);
    return end.state === "failed" ? [end] : [];
  });
  const evidence = evidenceOf(pre, commandId, { instances, expected: pre.nodes.length, reached: rows.length });
  const [first] = failures;
  if (first) {
    const message = failures.map(({ failure }) => failure.message).join("; ");
    const retryable = failures.every(({ failure }) => failure.retryable);
    const details = { failed: failures.length, of: rows.length, instances };
    const isCancelled = rows.every(({ status }) => status === "Cancelled");
    return {
      state: "failed" as const,
      failure: { ...first.failure, message, retryable, details },
      evidence,
      ...(isCancelled ? {} : { changed: true as const }),
    };
  }
  if (missed.length === 0) return { state: "completed" as const, evidence };
  const message = `${missed.join(", ")} had the tags before and got no command`;
  return {
    state: "failed" as const,
    failure: { code: "application.nodes_missed", message, retryable: false, details: { missed } },
    evidence,
    changed: true as const,
  };
}

function findingsOf(nodes: readonly NodeFacts[]) {
  return nodes.flatMap((node) => nodeFindings(node.instanceId, node));
}

/** What is said of the document is said once. */
function dedupe<F extends { readonly message: string }>(findings: readonly F[]): readonly F[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
