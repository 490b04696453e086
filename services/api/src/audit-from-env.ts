/** The audit trail on the bus, as the API's function is set up. */
import { createAuditTrail, type AuditTrail } from "@dr/delivery";
import { createEventBridgeBus, newUuid, systemClock, systemSleep, type BaseEnv, type Telemetry } from "@dr/runtime";

/** Nobody waits longer than this for an audit event to be on the bus. */
const LONGEST_MS = 1_500;

/** Undefined where the environment names no bus. */
export function auditFromEnv(env: BaseEnv, { logger, metrics }: Telemetry, busName: string | undefined): AuditTrail | undefined {
  if (busName === undefined || busName === "") return undefined;
  const bus = createEventBridgeBus({ ...env, DR_BUS_NAME: busName });
  const tell = createAuditTrail({ bus, clock: systemClock, newId: newUuid, logger, metrics });
  return (type, data, by) => Promise.race([tell(type, data, by), systemSleep(LONGEST_MS)]);
}
