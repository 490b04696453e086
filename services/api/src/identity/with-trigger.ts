/** The trigger among the callers. */

/** As which the function `dr-orchestration-trigger` asks: in the place of the gateway it may invoke the API's function. */
const TRIGGER_ROLE = "DRSOrchestrationTrigger";
/** As which the service of change tickets asks, when a change starts a plan or no longer stands. */
const ITSM_ROLE = "DRSOrchestrationItsm";
/** Whom it counts as: it alone tells what change tickets say. */
export const CHANGE_SYSTEM = `machine:${ITSM_ROLE}`;

/** The settings with the trigger: it asks as a machine that may start what plan managers may, approves nothing, and nobody signs in as it. */
export function withTrigger<Env extends { readonly DR_CALLER_ROLES?: string | undefined; readonly DR_MACHINE_ROLES?: string | undefined }>(
  env: Env,
): Env {
  const and = (list: string | undefined, entry: string): string => (list === undefined ? entry : `${list},${entry}`);
  return {
    ...env,
    DR_CALLER_ROLES: and(env.DR_CALLER_ROLES, `DRSPlanManager=${TRIGGER_ROLE},DRSPlanManager=${ITSM_ROLE}`),
    DR_MACHINE_ROLES: and(env.DR_MACHINE_ROLES, `${TRIGGER_ROLE},${ITSM_ROLE}`),
  };
}
