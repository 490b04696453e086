/** A thread that asks `/health` again and again, and on each message tells the longest that an answer took since the last one (ms). */
import { parentPort, workerData } from "node:worker_threads";

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
}
