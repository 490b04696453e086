/** A run of an Automation document: started by token, so that starting it again finds the same run. */
import { createHash } from "node:crypto";
import { block, toPreparation, type Effect, type PollAnswer, type TaskContext } from "@dr/adapter-kit";
import type { AppClients } from "../app-client.ts";
import type { AutomationFacts, AutomationPort, AutomationRequest } from "../clients/automation-client.ts";

/** What is run, and how its end is judged. */
export interface AutomationPlan extends Omit<AutomationRequest, "token"> {
  readonly rerunnable: boolean;
  readonly exitedIsSuccess: boolean;
  readonly reversible: boolean;
}

/** The state before, with the token of the attempt that started it. */
export interface AutomationPre extends AutomationPlan {
  readonly token: string;
}

/** A run that was started. */
export interface AutomationHandle {
  readonly executionId: string;
}

type Context = TaskContext<AppClients, unknown, { readonly region?: string | undefined }>;

const SUCCEEDED: ReadonlySet<string> = new Set(["Success", "CompletedWithSuccess"]);
const FAILED: ReadonlySet<string> = new Set([
  "Failed",
  "TimedOut",
  "Cancelled",
  "Rejected",
  "CompletedWithFailure",
  "ChangeCalendarOverrideRejected",
  "Exited",
]);
const WAITS_FOR_A_PERSON: ReadonlySet<string> = new Set(["Waiting", "PendingApproval", "PendingChangeCalendarOverride"]);

/** The effect; `planOf` gives undefined where nothing was declared. */
export function automationEffect<C extends Context>(
  planOf: (context: C, target: string) => AutomationPlan | undefined,
): Effect<C, AutomationPre, AutomationHandle> {
  const portOf = ({ clients, config }: C): AutomationPort => clients.automation(config.region);
  return {
    prepare: async (context, target) => {
      const plan = planOf(context, target);
      if (!plan) return toPreparation<AutomationPre>([block("application.no_way_back", "no undo was declared for this document")]);
      const { type, name } = await context.clients.ssm(context.config.region).document(plan.document, plan.documentVersion);
      const findings =
        type === "Automation" ? [] : [block("application.wrong_document_type", `${name} is a ${type} document, expected Automation`)];
      const prepared = toPreparation<AutomationPre>(findings, { ...plan, token: toUuid(context.resourceOperationId) });
      return prepared.state === "ready" ? { ...prepared, wouldDo: { wouldRun: plan.document } } : prepared;
    },
    act: async (context, _target, { document, documentVersion, parameters, token }) => ({
      executionId: await portOf(context).start({ document, documentVersion, parameters, token }),
    }),
    poll: async (context, _target, pre, { executionId }) => toPoll(pre, executionId, await portOf(context).run(executionId)),
    // The token finds the run: to start it again with the same token starts nothing new.
    discover: () => Promise.resolve({ state: "not_started" }),
    cancel: async (context, _target, _pre, { executionId }) => {
      await portOf(context).stop(executionId);
      return true;
    },
  };
}

function toPoll(
  pre: AutomationPre,
  executionId: string,
  { status, documentVersion, outputNames, currentStep }: AutomationFacts,
): PollAnswer {
  const evidence = {
    before: {},
    // Outputs may hold anything: their names are told, their values are not.
    after: { status, document: pre.document, documentVersion, outputs: outputNames },
    externalIds: { automationExecutionId: executionId },
    reversible: pre.reversible,
  };
  if (SUCCEEDED.has(status) || (status === "Exited" && pre.exitedIsSuccess)) return { state: "completed", evidence };
  if (!FAILED.has(status)) {
    const waits = WAITS_FOR_A_PERSON.has(status) ? ": it waits for a person to approve it in Systems Manager" : "";
    const step = currentStep === undefined ? "" : ` at ${currentStep}`;
    return { state: "in_progress", message: `${pre.document} is ${status}${step}${waits} (${executionId})`, percent: 50 };
  }
  const message = `${pre.document} ended as ${status} (${executionId})`;
  const failure = { code: "application.automation_failed", message, retryable: pre.rerunnable, details: { status } };
  if (status === "Cancelled")
    return { state: "failed", failure, evidence: { ...evidence, warnings: ["what it had done when it was stopped stands"] } };
  return { state: "failed", failure, evidence, changed: true };
}

/** A UUID of version 5's shape out of our operation's id: the same operation has the same token. */
function toUuid(operationId: string): string {
  const hex = createHash("sha256").update(operationId).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
