/** What stands against making one of a pair answer, or should be known about it. */
import { block, wait, warn, type Finding } from "@dr/adapter-kit";
import { describeRecordSet } from "../record-set.ts";
import { requestOf, type FailoverContext, type FailoverFacts } from "./pair.ts";

/** Findings on a pair: what has no effect is refused, a secondary that is not healthy yet is waited for (a drill only says so). */
export function fitOf(
  { primary, secondary, check, secondaryHealthy }: FailoverFacts,
  context: FailoverContext,
  target: string,
): readonly Finding[] {
  if (check.type === "RECOVERY_CONTROL") {
    const message = `health check ${check.id} follows a routing control of Application Recovery Controller: flip that (routing_control)`;
    return [block("infrastructure.recovery_control", message, { healthCheckId: check.id })];
  }
  if (secondary.HealthCheckId === check.id) {
    const message = `${describeRecordSet(primary)} and ${describeRecordSet(secondary)} have one health check: with both unhealthy the primary answers`;
    return [block("infrastructure.shared_health_check", message, { healthCheckId: check.id })];
  }
  const { answer } = requestOf(context, target);
  if (answer === "secondary") return ofSecondary({ secondary, secondaryHealthy }, context);
  if (answer === "primary" && primary.AliasTarget?.EvaluateTargetHealth === true) {
    const message = `${describeRecordSet(primary)} answers only as long as its alias target is healthy, too`;
    return [warn("infrastructure.target_health_counts", message)];
  }
  return [];
}

/** Where neither is healthy Route 53 takes both for healthy, and the primary answers (developer guide, "How Route 53 chooses records …"). */
function ofSecondary({ secondary, secondaryHealthy }: Pick<FailoverFacts, "secondary" | "secondaryHealthy">, context: FailoverContext) {
  if (secondaryHealthy === true) return [];
  const name = describeRecordSet(secondary);
  if (secondaryHealthy === undefined)
    return [
      warn(
        "infrastructure.secondary_health_unknown",
        `nobody tells whether ${name} is healthy: if it is not, the primary goes on answering`,
      ),
    ];
  const see = context.executionType === "drill" ? warn : wait;
  return [see("infrastructure.secondary_unhealthy", `${name} is not healthy: the primary would go on answering`)];
}
