/** Records what adapters report. The word itself decides nothing: the decider folds the log and judges it. */
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import type { CommandHandler } from "@dr/event-log";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { AdapterMessage } from "../messages.ts";
import type { OperationStore } from "../operations/operation-store.ts";
import type { AsLeader } from "./as-leader.ts";
import { contextOf } from "./command-context.ts";

/** What recording needs. `random` gives numbers in [0,1). */
export interface RecordFactDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "handle">;
  readonly operations: Pick<OperationStore, "hear">;
  readonly clock: Clock;
  readonly random: () => number;
  readonly asLeader: AsLeader;
  readonly metrics: Metrics;
}

/** Records one adapter message; duplicates and late words are the decider's to judge. */
export type RecordFact = (message: AdapterMessage, logger: Logger) => Promise<void>;

/** A recorder. Progress goes to the operation item, everything else through the decider into the log. */
export function createRecordFact(deps: RecordFactDeps): RecordFact {
  const { executions, operations, clock, random, asLeader, metrics } = deps;
  return async ({ envelope, said }, logger) => {
    if (said.type === "TechnologyProgressed") {
      const { operationId, executionId, taskId, percent, message } = said.data;
      // The adapter's clock may run ahead; a sign of life from the future would silence a dead task.
      const heardAt = new Date(Math.min(Date.parse(envelope.time), clock.nowMs())).toISOString();
      await operations.hear({ operationId, executionId, taskId, percent, message, heardAt });
      return;
    }
    const now = clock.nowIso();
    const command: ExecutionCommand =
      said.type === "ReadinessReported"
        ? { type: "RecordReadiness", now, data: said.data }
        : { type: "RecordAdapterFact", now, fact: said, epoch: envelope.epoch, random: random() };
    const record = (epoch: number) => executions.handle(said.data.executionId, command, contextOf(envelope, epoch));
    const result = await asLeader(record, logger);
    if (result?.commit === null) metrics.count("FactWithoutEffect", 1, { type: said.type });
  };
}
