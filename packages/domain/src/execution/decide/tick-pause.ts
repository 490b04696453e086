/** The end of a pause that nobody ended. */
import { failWave } from "../advance/settle-waves.ts";
import { waveAt } from "../lookup.ts";
import { emit, type Run } from "../run.ts";
import { isDue } from "../time.ts";
import { requestCancel } from "./cancel.ts";

/** Does what the pause says: cancels, or goes on. Into failure it goes only once nothing runs any more, which `advance` sees to. */
export function expirePause(run: Run): void {
  const { pause } = run.state;
  const { unresolvedWaves } = run.state.schedule;
  if (!pause || !isDue(pause.expiresAt, run.now)) return;
  if (pause.onExpiry === "cancel") requestCancel(run, `the pause expired at ${pause.expiresAt}`);
  if (pause.onExpiry !== "continue") return;
  emit(run, "ExecutionResumed", { pauseId: pause.pauseId, by: "expiry" });
  // Nobody mended what failed: going on means going on without it.
  if (pause.gate !== "on_failure") return;
  for (const position of unresolvedWaves) failWave(run, waveAt(run.state, position), "continue", "dependency");
}
