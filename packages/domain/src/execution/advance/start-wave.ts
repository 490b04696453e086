/** Starting waves. */
import { isGated, isReady, waveAt } from "../lookup.ts";
import { contextOf, newRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import { splitBySize } from "../sizes.ts";
import { isChecked } from "./readiness.ts";
import type { WaveState } from "../state.ts";
import { addSeconds } from "../time.ts";

/** Starts every ready wave that has no gate to pass and of which its adapters have told: they run in parallel. */
export function startReadyWaves(run: Run): boolean {
  const waves = run.state.schedule.readyWaves
    .map((position) => waveAt(run.state, position))
    .filter((wave) => !isGated(wave) && isChecked(run, wave));
  for (const wave of waves) startWave(run, wave);
  return waves.length > 0;
}

function startWave(run: Run, wave: WaveState): void {
  const { waveNumber, name, timeoutSeconds } = wave.spec;
  const technologies = wave.tasks
    .filter((task) => isReady(run.state, wave, task))
    .map((task) => newRequest(run.state, task, "execute", run.now));
  const parts = splitBySize(technologies);
  const common = {
    ...contextOf(run.state, waveNumber),
    name,
    parts: parts.length,
    ...(timeoutSeconds === undefined ? {} : { deadlineAt: addSeconds(run.now, timeoutSeconds) }),
  };
  for (const [index, part] of parts.entries()) emit(run, "WaveStarted", { ...common, part: index + 1, technologies: [...part] });
}
