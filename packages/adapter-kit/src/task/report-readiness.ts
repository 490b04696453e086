/** Answers the planner's question whether tasks are ready: looks as each task would, and tells what was seen. */
import type { EventData, ReadinessCheckData } from "@dr/events";
import { boundedAll } from "../batch.ts";
import type { ReadinessQuestion } from "../messages/message.ts";
import { answerReadiness } from "../readiness-answer.ts";
import type { ReadinessCheck } from "../readiness.ts";
import type { Delivery, Engine } from "./engine.ts";

type Reported = EventData<"ReadinessReported">["tasks"][number];

/** As many checks as anybody reads of one task; those that block come first. */
const MAX_CHECKS = 20;
/** Values that were read, as JSON: more of them than this are left out of a report. */
const MAX_EVIDENCE_BYTES = 1_000;
const MAX_WORDS = 500;

/** Nothing is in the ledger: a question that comes twice is looked at twice, and its answer has the same id. One that nobody waits for any more is dropped. */
export async function reportReadiness<Clients>(engine: Engine<Clients>, question: ReadinessQuestion, { logger }: Delivery): Promise<void> {
  const { clock, adapter, clientsAt, facts, settings } = engine;
  const { executionId, checkId, deadlineAt, executionType, mode, environment } = question;
  if (question.tasks.length === 0) return;
  if (clock.nowIso() > deadlineAt) {
    logger.warn("nobody waits for the answer any more", { executionId, checkId, deadlineAt });
    return;
  }
  const tasks = await boundedAll(
    question.tasks,
    async ({ taskId, operation, resources, config, validation, target }): Promise<Reported> => {
      const where = { ...(environment === undefined ? {} : { environment }), ...(target === undefined ? {} : { target }) };
      const input = { operation, resources, config, validation, executionType, mode, ...where };
      const { allowedRegions, homeAccount } = settings;
      const at = { clientsAt: (there: typeof target) => clientsAt(there, executionId), now: clock.nowIso(), allowedRegions, homeAccount };
      const answer = await answerReadiness(adapter, at, input);
      if (answer.ok) return { taskId, ready: answer.value.ready, ...shown(answer.value.checks) };
      const { code, message } = answer.failure;
      return { taskId, ready: false, checks: [{ resource: taskId, code, severity: "block", message: message.slice(0, MAX_WORDS) }] };
    },
  );
  await facts.report(question, { executionId, checkId, technology: adapter.technology, tasks: [...tasks] }, clock.nowIso());
}

const ORDER = { block: 0, warn: 1, info: 2 } as const;

function shown(checks: readonly ReadinessCheck[]): Pick<Reported, "checks" | "unlisted"> {
  const urgent = checks.toSorted((a, b) => rank(a) - rank(b));
  const unlisted = checks.length - MAX_CHECKS;
  return { checks: urgent.slice(0, MAX_CHECKS).map(toData), ...(unlisted > 0 ? { unlisted } : {}) };
}

/** A lasting obstacle decides, so it comes before one that passes. */
function rank({ severity, passing }: ReadinessCheck): number {
  return ORDER[severity] * 2 + (passing === true ? 1 : 0);
}

function toData({ resource, code, severity, message, passing, evidence }: ReadinessCheck): ReadinessCheckData {
  const fits = evidence !== undefined && JSON.stringify(evidence).length <= MAX_EVIDENCE_BYTES;
  return {
    resource,
    code,
    severity,
    message: message.slice(0, MAX_WORDS),
    ...(passing === true ? { passing } : {}),
    ...(fits ? { evidence: { ...evidence } } : {}),
  };
}
