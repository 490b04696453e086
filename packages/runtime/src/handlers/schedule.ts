/** The wrapper of functions that a schedule starts. */
import { newUuid, type NewId } from "../ids.ts";
import { deadlineOf, type Deadline } from "../deadline.ts";
import type { LambdaHandler } from "../lambda-entry.ts";
import type { Logger, Telemetry } from "../telemetry.ts";
import { wrapInvocation } from "./wrap.ts";

/** What a scheduled run knows. It has to look at the deadline before it begins something new, and goes on at the next run. */
export interface ScheduleContext extends Deadline {
  /** Id of this run; the causation id of whatever it appends. */
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** A scheduled function. `run` returns a summary that is logged. */
export interface ScheduleHandlerOptions {
  readonly name: string;
  readonly telemetry: Telemetry;
  readonly newRunId?: NewId;
  readonly run: (context: ScheduleContext) => Promise<Readonly<Record<string, unknown>>>;
}

/** A Lambda handler for a schedule. Runs may overlap and may be lost; an error fails the invocation. Answers with the summary. */
export function scheduleHandler({ name, telemetry, newRunId = newUuid, run }: ScheduleHandlerOptions): LambdaHandler {
  return wrapInvocation(telemetry, async (_event, context, signal) => {
    const runId = newRunId();
    const logger = telemetry.logger.with({ schedule: name, runId });
    const { remainingMs, isNear } = deadlineOf(context);
    try {
      const summary = await run({ runId, signal, logger, remainingMs, isNear: () => signal.aborted || isNear() });
      logger.debug("scheduled run ended", { summary });
      return summary;
    } catch (error) {
      logger.error("scheduled run failed", { error });
      telemetry.metrics.count("ScheduledRunFailed", 1, { schedule: name });
      throw error;
    }
  });
}
