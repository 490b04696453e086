/** A thread that asks `/health` again and again, and on each message tells the longest that an answer took since the last one (ms). */
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

/** Between two questions: asked without it, a quiet machine answers so fast that the API's own throttle (500 a second) refuses the next. */
const PAUSE_MS = 5;

const url = workerData as string;
let longest = 0;
let answers = 0;
parentPort?.on("message", () => {
  parentPort?.postMessage({ healthMs: longest, answers });
  longest = 0;
  answers = 0;
});

for (;;) {
  const asked = performance.now();
  const response = await fetch(url);
  await response.text();
  if (response.status !== 200) throw new Error(`/health answered ${response.status}`);
  longest = Math.max(longest, performance.now() - asked);
  answers += 1;
  await pause(PAUSE_MS);
}
