/** The audit trail on the bus, as a function that sends is set up. */
import { createEventBridgeBus, newUuid, systemClock, type BaseEnv, type Telemetry } from "@dr/runtime";
import { createAuditTrail, type AuditTrail } from "../audit-trail.ts";

/** A trail that tells nothing where the environment names no bus. */
export function auditFromEnv(env: BaseEnv, busName: string | undefined, { logger, metrics }: Telemetry): AuditTrail {
  if (busName === undefined || busName === "") return () => Promise.resolve();
  const bus = createEventBridgeBus({ ...env, DR_BUS_NAME: busName });
  return createAuditTrail({ bus, clock: systemClock, newId: newUuid, logger, metrics });
}
