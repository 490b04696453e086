/** What may not run beside what, as an answer to somebody who asks. */
import { describeBlockers, type Blocker } from "@dr/admission";
import { DrError } from "@dr/events";

/** Throws `execution.plan_already_active` or `execution.resource_conflict`, naming who has it, if anybody stands in the way. */
export function refuseBlocked(blockers: readonly Blocker[]): void {
  if (blockers.length === 0) return;
  const { code, message, details = {} } = describeBlockers(blockers);
  throw new DrError(code, message, { details });
}
