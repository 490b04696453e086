/** The audit trail on the bus, as the API's function is set up. */
import type { AuditTrail } from "@dr/delivery";
import { auditFromEnv as trailFromEnv } from "@dr/delivery/audit-from-env";
import { systemSleep, type BaseEnv, type Telemetry } from "@dr/runtime";

/** Nobody waits longer than this for an audit event to be on the bus. */
const LONGEST_MS = 1_500;

/** Undefined where the environment names no bus. */
export function auditFromEnv(env: BaseEnv, telemetry: Telemetry, busName: string | undefined): AuditTrail | undefined {
  if (busName === undefined || busName === "") return undefined;
  const tell = trailFromEnv(env, busName, telemetry);
  return (type, data, by) => Promise.race([tell(type, data, by), systemSleep(LONGEST_MS)]);
}
