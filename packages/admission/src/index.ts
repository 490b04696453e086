/** What may run beside what: keys, who holds them, who is dead, who makes room. */
export { createAdmission, type Admission, type AdmissionDeps } from "./admission.ts";
export { describeBlockers, type Blocker } from "./blockers.ts";
export { claimsOf, claimsOfExecution, nextClaims, type AdmissionClaim } from "./claims.ts";
export { ABANDONED_AFTER_MS, isDead } from "./holders.ts";
export { describeWait, makeRoom, mayPreempt } from "./preemption.ts";
