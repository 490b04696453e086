/** What a wave costs at the beginning and at the end of a long plan. */
import { median } from "../report.ts";

/** Processor time per wave, in ms: around the 10th and the last wave, and the mean over a stretch with its snapshots at either end. */
export interface WaveCost {
  readonly wave10: number;
  readonly wave1000: number;
  readonly firstStretch: number;
  readonly lastStretch: number;
}

/** Waves on either side of the one that is meant. */
const AROUND = 5;
/** A quarter of the plan: in the last one there are two snapshots. */
export const STRETCH = 250;

/** The figures of a run; `waveCpuMs[n]` is the cost of wave n, and [0] that of planning. What follows the last wave is not in it: its neighbours stand for it. */
export function waveCost([, ...waves]: readonly number[]): WaveCost {
  return {
    wave10: median(waves.slice(10 - 1 - AROUND, 10 + AROUND)),
    wave1000: median(waves.slice(-2 * AROUND - 1)),
    firstStretch: mean(waves.slice(0, STRETCH)),
    lastStretch: mean(waves.slice(-STRETCH)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
