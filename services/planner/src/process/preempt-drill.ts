/** Makes drills give a recovery what it waits for: their slot, or the resources that they hold. */
import { describeWait, mayPreempt, type Blocker } from "@dr/admission";
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { Logger, Metrics } from "@dr/runtime";
import type { AsLeader } from "./as-leader.ts";
import { contextOfRun } from "./command-context.ts";

/** What it needs. */
export interface PreemptDrillDeps {
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly leases: Pick<LeaseStore, "slotHolders">;
  readonly clock: { readonly nowIso: () => string };
  readonly asLeader: AsLeader;
  readonly metrics: Metrics;
}

/** Where it is done and logged. */
export interface PreemptRun {
  readonly runId: string;
  readonly logger: Logger;
}

/** Not yet on the way to its end: asking such a drill to go makes room sooner than waiting. */
const IN_THE_WAY: ReadonlySet<string> = new Set(["executing", "paused", "queued", "planning"]);

/**
 * Cancels one drill that holds a slot, the one that began last: it cleans up before it ends, and its end admits the recovery. Resolves to its id, or
 * null: the recovery's plan says `preemptDrills: false`, no drill holds a slot, or one is on its way to its end already.
 */
export async function preemptDrill(deps: PreemptDrillDeps, recovery: ExecutionState, run: PreemptRun): Promise<string | null> {
  const { executions, leases } = deps;
  if (!mayPreempt(recovery.request)) return null;
  const drills: ExecutionState[] = [];
  for (const holder of await leases.slotHolders()) {
    const { state } = await executions.load(holder);
    if (state.executionType === "drill" && state.status !== "none") drills.push(state);
  }
  if (drills.some(({ status }) => !IN_THE_WAY.has(status))) return null;
  const [last] = drills.toSorted((a, b) => ((a.startedAt ?? "") < (b.startedAt ?? "") ? 1 : -1));
  if (!last) return null;
  const reason = `recovery ${recovery.executionId} needs a slot, and goes before drills`;
  return (await preempt(deps, last.executionId, { by: recovery.executionId, reason }, run)) ? last.executionId : null;
}

/** Cancels every drill that holds what a recovery needs; resolves to those that were not on their way to their end already. */
export async function preemptHolders(
  deps: PreemptDrillDeps,
  recovery: ExecutionState,
  blockers: readonly Blocker[],
  run: PreemptRun,
): Promise<readonly string[]> {
  const asked: string[] = [];
  for (const drill of new Set(blockers.map(({ executionId }) => executionId))) {
    const held = blockers.filter(({ executionId }) => executionId === drill);
    const reason = `recovery ${recovery.executionId} goes before drills: ${describeWait(held)}`;
    if (await preempt(deps, drill, { by: recovery.executionId, reason }, run)) asked.push(drill);
  }
  return asked;
}

async function preempt(
  { executions, clock, asLeader, metrics }: PreemptDrillDeps,
  drill: string,
  cause: { readonly by: string; readonly reason: string },
  { runId, logger }: PreemptRun,
): Promise<boolean> {
  const command: ExecutionCommand = { type: "PreemptExecution", ...cause, now: clock.nowIso() };
  const result = await asLeader((epoch) => executions.handle(drill, command, contextOfRun(runId, epoch)), logger);
  if (!result?.commit) return false;
  metrics.count("DrillPreempted");
  return true;
}
