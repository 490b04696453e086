/** Gates that people have to approve, and what lies behind them. */
import { isSameRole } from "@dr/events";
import { positionOf, waveAt } from "../lookup.ts";
import type { CommandActor } from "../commands.ts";
import type { ExecutionState, WaveState } from "../state.ts";
import { whyNotApprover } from "./approver.ts";

/**
 * The first gate that waits for approvals and has to be passed before the wave at `position` may run, its own included. Undefined if there is
 * none, or if `actor` may approve it: then the decision is theirs anyway.
 */
export function closedGateBefore(state: ExecutionState, position: number, actor: CommandActor): WaveState | undefined {
  const seen = new Set<number>();
  const isClosed = (wave: WaveState): boolean => wave.spec.pause.approval !== undefined && !mayApprove(state, wave, actor);
  const find = (at: number): WaveState | undefined => {
    if (seen.has(at)) return undefined;
    seen.add(at);
    const wave = waveAt(state, at);
    if (wave.spec.pauseBeforeWave && !wave.pauseBeforeDone && isClosed(wave)) return wave;
    if (at !== position && wave.spec.pauseAfterWave && !wave.pauseAfterDone && isClosed(wave)) return wave;
    for (const waveNumber of wave.spec.dependencies) {
      const found = find(positionOf(state, waveNumber));
      if (found) return found;
    }
    return undefined;
  };
  return find(position);
}

/** The same two rules as for an approval: the role is named by the gate, and nobody approves what they asked for. */
function mayApprove(state: ExecutionState, { spec }: WaveState, actor: CommandActor): boolean {
  const isNamed = spec.pause.approval?.approverRoles.some((role) => isSameRole(role, actor.role)) ?? false;
  return isNamed && whyNotApprover(state, actor) === null;
}
