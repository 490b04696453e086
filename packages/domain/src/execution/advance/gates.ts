/** Taking pauses. */
import type { EventData, PausePolicy } from "@dr/events";
import { DEFAULT_APPROVAL } from "../../default-approval.ts";
import { needsChange } from "../decide/approval-count.ts";
import { isGated, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import { emit, type Run } from "../run.ts";
import type { ExecutionState, PauseState } from "../state.ts";
import { addSeconds } from "../time.ts";

/** An operator's pause belongs to no wave, so no plan says how long it may last: as long as any pause may. */
const OPERATOR_PAUSE: PausePolicy = { maxPauseSeconds: 30 * 86_400, onExpiry: "fail" };

/** Waits for an operator to mend, retry or skip what failed. */
export function pauseOnFailure(run: Run): boolean {
  return pauseAt(run, "on_failure", run.state.schedule.unresolvedWaves[0]);
}

/** Takes the pause after a completed wave. */
export function pauseAfterWave(run: Run): boolean {
  return pauseAt(run, "after_wave", run.state.schedule.afterGates[0]);
}

/** Waits for an operator to mend what keeps a wave from beginning. */
export function pauseUntilReady(run: Run, position: number): boolean {
  return pauseAt(run, "not_ready", position);
}

/** Takes the pause before the first ready wave that asks for one, once those without a gate have started or been refused. */
export function pauseBeforeWave(run: Run): boolean {
  if (run.state.schedule.readyWaves.some((ready) => !isGated(waveAt(run.state, ready)))) return false;
  return pauseAt(
    run,
    "before_wave",
    run.state.schedule.readyWaves.find((ready) => isGated(waveAt(run.state, ready))),
  );
}

/** Waits for a change ticket before a wave starts that no gate holds; a gate asks for the change by itself. */
export function pauseForChange(run: Run): boolean {
  if (!needsChange(run.state)) return false;
  return pauseAt(
    run,
    "change_required",
    run.state.schedule.readyWaves.find((ready) => !isGated(waveAt(run.state, ready))),
  );
}

/** Answers an operator's wish at the next boundary: when a wave would start, or when none runs. */
export function pauseForOperator(run: Run): boolean {
  const { pauseRequested, schedule } = run.state;
  if (!pauseRequested || schedule.readyWaves.length === 0) return false;
  pause(run, "operator", null, OPERATOR_PAUSE);
  return true;
}

function pauseAt(run: Run, reason: Exclude<PauseState["gate"], "operator">, position: number | undefined): boolean {
  if (position === undefined) return false;
  const { waveNumber, pause: policy } = waveAt(run.state, position).spec;
  // Nobody approves of what is not ready: it is mended, and asked again.
  const { approval: _, ...limits } = policy;
  pause(run, reason, waveNumber, reason === "not_ready" ? limits : reason === "change_required" ? OPERATOR_PAUSE : policy);
  return true;
}

function pause(run: Run, reason: EventData<"ExecutionPaused">["reason"], waveNumber: number | null, policy: PausePolicy): void {
  const expiresAt = addSeconds(run.now, policy.maxPauseSeconds);
  // What a change has to approve of is approved by people, too; and such a gate never opens by itself.
  const changeRequired = (reason === "before_wave" || reason === "change_required") && needsChange(run.state);
  const asked = policy.approval ?? (changeRequired ? DEFAULT_APPROVAL : undefined);
  const approval = asked ? { ...asked, ...boundTo(run.state), ...(changeRequired ? { changeRequired } : {}) } : undefined;
  emit(run, "ExecutionPaused", {
    pauseId: nextPauseId(run.state),
    reason,
    ...(waveNumber === null ? {} : { waveNumber }),
    expiresAt,
    onExpiry: changeRequired && policy.onExpiry === "continue" ? "fail" : policy.onExpiry,
    ...(approval ? { approval } : {}),
  });
}

/** Holds the same gate under a new pause id, so that earlier approvals no longer count: after a decline, or when the mode changed. */
export function pauseAgain(run: Run, held: PauseState, reason: EventData<"ExecutionPaused">["reason"]): void {
  emit(run, "ExecutionPaused", {
    pauseId: nextPauseId(run.state),
    reason,
    waveNumber: must(held.waveNumber, "wave of a gate"),
    expiresAt: held.expiresAt,
    onExpiry: held.onExpiry,
    approval: { ...must(held.approval, "approval of a gate"), ...boundTo(run.state) },
  });
}

function boundTo(state: ExecutionState): { planHash: string; manifestHash: string; mode: ExecutionState["mode"] } {
  return { planHash: state.planHash, manifestHash: must(state.manifestHash, "manifest of a running execution"), mode: state.mode };
}

function nextPauseId(state: ExecutionState): string {
  return `${state.executionId}:pause:${state.pauses.taken + 1}`;
}
