/** The queue of recorded events that need IO or touch another execution. */
import { queueHandler, type DeadLetters, type LambdaHandler, type Logger, type Telemetry } from "@dr/runtime";
import { parseLogMessage, type LogMessage } from "./messages.ts";
import type { AdmitNext } from "./process/admit-next.ts";
import type { ExecutionEnded } from "./process/execution-ended.ts";
import type { HoldLeases } from "./process/hold-leases.ts";
import type { PlanExecution } from "./process/plan-execution.ts";

/** What the handler needs. */
export interface LogHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly planExecution: PlanExecution;
  readonly admitNext: AdmitNext;
  readonly executionEnded: ExecutionEnded;
  readonly holdLeases: HoldLeases;
}

/** A handler of recorded events: those of one execution in order of arrival, executions side by side. The event is a wake-up; the log informs. */
export function createLogHandler(deps: LogHandlerDeps): LambdaHandler {
  const { telemetry, deadLetters } = deps;
  return queueHandler({
    telemetry,
    deadLetters,
    parse: parseLogMessage,
    laneOf: ({ executionId }) => executionId,
    describe: ({ envelope, executionId }) => ({
      correlationId: envelope.correlationid,
      stream: `EXEC#${executionId}`,
      eventId: envelope.id,
      type: envelope.type,
    }),
    handle: (message, { logger }) => react(deps, message, logger),
  });
}

/** What the planner does about one recorded event. */
export async function react(
  deps: Pick<LogHandlerDeps, "planExecution" | "admitNext" | "executionEnded" | "holdLeases">,
  { kind, executionId, envelope }: LogMessage,
  logger: Logger,
): Promise<void> {
  const causationId = envelope.id;
  switch (kind) {
    case "requested":
      await deps.planExecution(executionId, { correlationId: envelope.correlationid, causationId, logger });
      return;
    // By a person, to be taken up again after drills; what the planner queues itself it looks after at once.
    case "queued":
      await deps.admitNext({ runId: causationId, logger, isNear: () => false }, executionId);
      return;
    case "ended":
      await deps.executionEnded(executionId, { runId: causationId, logger, isNear: () => false });
      return;
    case "reopened":
      await deps.holdLeases(executionId, logger);
      return;
    default:
      kind satisfies never;
  }
}
