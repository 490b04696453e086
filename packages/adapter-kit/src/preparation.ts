/** Between findings and the answers of `prepare`: the same seen by a task and by a readiness check. */
import { block, info, toRefusal, toWaiting, wait, warn, type Finding } from "./finding.ts";
import type { Preparation } from "./operation.ts";

/** The answer of `prepare` that findings make: failed, not ready, or (with the state before, if there is one) ready with its warnings. */
export function toPreparation<Pre>(findings: readonly Finding[], pre?: Pre): Preparation<Pre> {
  const failure = toRefusal(findings);
  if (failure) return { state: "failed", failure };
  const message = toWaiting(findings);
  if (message !== undefined) return { state: "not_ready", message };
  if (pre === undefined) return { state: "not_ready", message: "nothing was found" };
  return { state: "ready", pre, warnings: findings.filter(({ severity }) => severity === "warn").map((finding) => finding.message) };
}

/** What an answer of `prepare` says, as findings. */
export function toFindings(answer: Preparation<unknown>): readonly Finding[] {
  if (answer.state === "failed") return [block(answer.failure.code, answer.failure.message, answer.failure.details)];
  if (answer.state === "not_ready") return [wait("task.not_ready", answer.message)];
  if (answer.state !== "ready") {
    return [
      answer.state === "noop" ? info("task.nothing_to_do", "it is as wanted already") : info("task.skipped_in_drill", "a drill only looks"),
    ];
  }
  return (answer.warnings ?? []).map((message) => warn("task.warning", message));
}
