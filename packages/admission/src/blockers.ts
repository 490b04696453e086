/** Who stands in the way, for programs and for people. */
import { describeLeaseKey, toApiStatus, type ExecutionState } from "@dr/domain";
import type { ExecutionType, Failure } from "@dr/events";

/** A key that is held by an execution that may still act. `status` is `requested` before its first event, and then its type is not known; people are told it by its name in the API. */
export interface Blocker {
  readonly key: string;
  readonly executionId: string;
  readonly status: ExecutionState["status"] | "requested";
  readonly executionType: ExecutionType | null;
  /** Since when it has the key, and when its time is up at the latest, ISO 8601; null where nothing ends it. */
  readonly since: string;
  readonly until: string | null;
}

/**
 * The failure that says so: `execution.plan_already_active` if the plan itself is held, else `execution.resource_conflict` with every resource and
 * the execution that has it.
 */
export function describeBlockers(blockers: readonly Blocker[]): Failure {
  // Drills last: they may have to go, what else is in the way decides.
  const inOrder = blockers.toSorted((a, b) => Number(a.executionType === "drill") - Number(b.executionType === "drill"));
  const named = inOrder.map(({ key, executionId, status, since, until }) => ({
    ...describeLeaseKey(key),
    executionId,
    status: status === "requested" ? status : toApiStatus(status),
    since,
    until,
  }));
  const plan = named.find(({ reference }) => reference === undefined);
  if (plan) {
    const { text, executionId, status, since, until } = plan;
    const message = `${text} is being executed already, by ${executionId}, ${spanOf(plan)}; force starts another one where their resources differ`;
    return { code: "execution.plan_already_active", message, retryable: false, details: { executionId, status, since, until } };
  }
  const [first] = named;
  const message = `${first?.text ?? "a resource"} is in use by execution ${first?.executionId ?? "unknown"}${first ? `, ${spanOf(first)}` : ""}`;
  return { code: "execution.resource_conflict", message, retryable: false, details: { conflicts: named } };
}

/** `since 2026-11-23T04:00:00.000Z, until 2026-11-23T05:00:00.000Z at the latest`. */
export function spanOf({ since, until }: Pick<Blocker, "since" | "until">): string {
  return `since ${since}${until === null ? "" : `, until ${until} at the latest`}`;
}
