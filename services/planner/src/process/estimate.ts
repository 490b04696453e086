/** What is expected of an execution, from what earlier ones of its plan took. */
import type { ExecutionState } from "@dr/domain";
import { estimatePlan, toRecorded } from "@dr/domain/estimate";
import { pastExecutions, type PastExecutionsDeps } from "@dr/event-log";
import { estimateSchema, toFailure, type Estimate, type WaveSpec } from "@dr/events";
import type { Logger } from "@dr/runtime";

/** What an estimate needs. `timeScale`: seconds of a simulated estate in a real one. */
export interface EstimateDeps extends PastExecutionsDeps<ExecutionState> {
  readonly timeScale: number;
}

/** The estimate of planned waves. Nothing is held up by it: where the past cannot be read there is none, and a warning says so. */
export async function estimateExecution(
  deps: EstimateDeps,
  { planId, executionId, executionType }: Pick<ExecutionState, "planId" | "executionId" | "executionType">,
  waves: readonly WaveSpec[],
  logger: Pick<Logger, "warn">,
): Promise<Estimate | undefined> {
  try {
    const past = await pastExecutions(deps, planId);
    // Checked here, and not when it is recorded: a wrong estimate must not keep anybody from being planned.
    return estimateSchema.parse(toRecorded(estimatePlan({ waves, executionType, past, secondsPerDeclared: 1 / deps.timeScale })));
  } catch (error) {
    const { code, message } = toFailure(error);
    logger.warn("there is no estimate: planned without one", { stream: `EXEC#${executionId}`, code, message });
    return undefined;
  }
}
