/** An estimate held against what the plan promises. */
import type { PlanEstimate } from "@dr/domain";
import type { PlanHeader } from "@dr/events";

/** `within`: also with the slowest runs; `at_risk`: not with those; `beyond`: not even likely; `unknown`: too little is known. */
type Outlook = "within" | "at_risk" | "beyond" | "unknown";

/** An objective and its outlook; null where the plan promises nothing. */
export interface Objectives {
  readonly rto: { readonly targetSeconds: number; readonly verdict: Outlook } | null;
  readonly rpo: { readonly targetSeconds: number; readonly verdict: Outlook } | null;
}

/** What the estimate says of the promises in `header`. */
export function judgeEstimate(
  estimate: PlanEstimate,
  { rtoSeconds, rpoSeconds }: Pick<PlanHeader, "rtoSeconds" | "rpoSeconds">,
): Objectives {
  return {
    rto: rtoSeconds === undefined ? null : { targetSeconds: rtoSeconds, verdict: outlookOnTime(estimate, rtoSeconds) },
    rpo: rpoSeconds === undefined ? null : { targetSeconds: rpoSeconds, verdict: outlookOnLoss(estimate, rpoSeconds) },
  };
}

/** What nobody knows can only make it longer. */
function outlookOnTime({ rtoSeconds, slowestSeconds, atLeast }: PlanEstimate, target: number): Outlook {
  if (rtoSeconds > target) return "beyond";
  if (atLeast) return "unknown";
  return slowestSeconds > target ? "at_risk" : "within";
}

/** Loss is what was measured last, and replication of another day may lag more: it is never better than at risk unless every task was measured. */
function outlookOnLoss({ rpo, basis }: PlanEstimate, target: number): Outlook {
  if (rpo === undefined || rpo.seconds === null) return "unknown";
  if (rpo.seconds > target) return "beyond";
  return basis.declared + basis.unknown > 0 ? "at_risk" : "within";
}
