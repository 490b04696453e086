/** Makes a drill give its slot to a recovery that waits for one. */
import { mayPreempt } from "@dr/admission";
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import { slotKeys, type CommandHandler, type LeaseStore } from "@dr/event-log";
import type { Logger, Metrics } from "@dr/runtime";
import { contextOfRun, unlessStale } from "./command-context.ts";

/** What it needs. */
export interface PreemptDrillDeps {
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly leases: Pick<LeaseStore, "holders">;
  readonly clock: { readonly nowIso: () => string };
  readonly epoch: number;
  readonly maxConcurrentExecutions: number;
  readonly metrics: Metrics;
}

/** Not yet on the way to its end: asking such a drill to go makes room sooner than waiting. */
const IN_THE_WAY: ReadonlySet<string> = new Set(["executing", "paused", "queued", "planning"]);

/**
 * Cancels one drill that holds a slot, the one that began last: it cleans up before it ends, and its end admits the recovery. Resolves to its id, or
 * null: the recovery's plan says `preemptDrills: false`, no drill holds a slot, or one is on its way to its end already.
 */
export async function preemptDrill(
  deps: PreemptDrillDeps,
  recovery: ExecutionState,
  { runId, logger }: { readonly runId: string; readonly logger: Logger },
): Promise<string | null> {
  const { executions, leases, clock, epoch, metrics, maxConcurrentExecutions } = deps;
  if (!mayPreempt(recovery.request)) return null;
  const holders = new Set((await leases.holders(slotKeys(maxConcurrentExecutions))).values());
  const drills: ExecutionState[] = [];
  for (const holder of holders) {
    const { state } = await executions.load(holder);
    if (state.executionType === "drill" && state.status !== "none") drills.push(state);
  }
  if (drills.some(({ status }) => !IN_THE_WAY.has(status))) return null;
  const [last] = drills.toSorted((a, b) => ((a.startedAt ?? "") < (b.startedAt ?? "") ? 1 : -1));
  if (!last) return null;
  const reason = `recovery ${recovery.executionId} needs a slot, and goes before drills`;
  const command: ExecutionCommand = { type: "PreemptExecution", by: recovery.executionId, reason, now: clock.nowIso() };
  const result = await unlessStale(() => executions.handle(last.executionId, command, contextOfRun(runId, epoch)), { logger, metrics });
  if (!result?.commit) return null;
  metrics.count("DrillPreempted");
  return last.executionId;
}
