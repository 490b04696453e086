/** A decider small enough to see through, over real event types: it completes waves, each once. */
import type { DomainEvent } from "@dr/events";
import type { CommandDecider } from "../commands/command-handler.ts";

/** Waves that are complete, in the order in which they were completed. */
export interface WaveCounterState {
  readonly completed: readonly number[];
}

/** Completes these waves, or those of them that are not complete yet. */
export interface CompleteWaves {
  readonly waves: readonly number[];
}

/** Completes each wave once. */
export const waveDecider: CommandDecider<WaveCounterState, CompleteWaves> = {
  initialState: { completed: [] },
  decide: (state, { waves }) =>
    waves
      .filter((wave) => !state.completed.includes(wave))
      .map((waveNumber): DomainEvent => ({ type: "WaveCompleted", data: { waveNumber }, at: "2026-11-23T04:00:00.000Z" })),
  evolve: (state, event) => (event.type === "WaveCompleted" ? { completed: [...state.completed, event.data.waveNumber] } : state),
};
