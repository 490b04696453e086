/** The audit trail on the bus, as a function that sends is set up. */
import { newUuid, systemClock, type BaseEnv, type Telemetry } from "@dr/runtime";
import { createAuditTrail, type AuditTrail } from "../audit-trail.ts";
import { createLateBus } from "../late-bus.ts";

/** A trail that tells nothing where the environment names no bus. */
export function auditFromEnv(env: BaseEnv, busName: string | undefined, { logger, metrics }: Telemetry): AuditTrail {
  if (busName === undefined || busName === "") return () => Promise.resolve();
  return createAuditTrail({ bus: createLateBus(env, busName), clock: systemClock, newId: newUuid, logger, metrics });
}
