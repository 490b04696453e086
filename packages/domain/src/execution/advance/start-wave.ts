/** Starting waves. */
import { isReady, waveAt } from "../lookup.ts";
import { contextOf, newRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import { splitBySize } from "../sizes.ts";
import type { WaveState } from "../state.ts";
import { addSeconds } from "../time.ts";

/** Starts the first ready wave that has no gate to pass; ready waves run in parallel, so the next step starts the next one. */
export function startReadyWave(run: Run): boolean {
  const position = run.state.readyWaves.find((ready) => !isGated(waveAt(run.state, ready)));
  if (position === undefined) return false;
  startWave(run, waveAt(run.state, position));
  return true;
}

/** The wave may not start before a pause was taken and ended. */
export function isGated(wave: WaveState): boolean {
  return wave.spec.pauseBeforeWave && !wave.pauseBeforeDone;
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
