/** The audit trail on the bus, as a function that sends is set up. */
import { newUuid, systemClock, type BaseEnv, type FunctionEnv, type Telemetry } from "@dr/runtime";
import { createAuditTrail, type AuditTrail } from "../audit-trail.ts";
import { createLateBus } from "../late-bus.ts";

/** A trail that tells nothing where the environment names no bus. */
export function auditFromEnv(env: BaseEnv, variables: FunctionEnv, { logger, metrics }: Telemetry): AuditTrail {
  const busName = variables["DR_BUS_NAME"];
  if (busName === undefined || busName === "") return () => Promise.resolve();
  return createAuditTrail({ bus: createLateBus(env, variables, busName), clock: systemClock, newId: newUuid, logger, metrics });
}
