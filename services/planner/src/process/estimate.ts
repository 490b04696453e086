/** What is expected of an execution, from what earlier ones of its plan took. */
import { estimatePlan, toRecorded, type ExecutionState } from "@dr/domain";
import { pastExecutions, type PastExecutionsDeps } from "@dr/event-log";
import { toFailure, type Estimate, type WaveSpec } from "@dr/events";
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
    return toRecorded(estimatePlan({ waves, executionType, past, secondsPerDeclared: 1 / deps.timeScale }));
  } catch (error) {
    const { code, message } = toFailure(error);
    logger.warn("earlier executions cannot be read: planned without an estimate", { stream: `EXEC#${executionId}`, code, message });
    return undefined;
  }
}
