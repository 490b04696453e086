/** The audit trail on the bus, as the API's function is set up. */
import type { AuditTrail } from "@dr/delivery";
import { systemSleep, type BaseEnv, type FunctionEnv, type Telemetry } from "@dr/runtime";

/** Nobody waits longer than this for an audit event to be on the bus. */
const LONGEST_MS = 1_500;

/** Undefined where the environment names no bus. What tells is loaded with the first word. */
export function auditFromEnv(env: BaseEnv, variables: FunctionEnv, telemetry: Telemetry): AuditTrail | undefined {
  const busName = variables["DR_BUS_NAME"];
  if (busName === undefined || busName === "") return undefined;
  let trail: AuditTrail | undefined;
  const tell: AuditTrail = async (type, data, by) => {
    trail ??= (await import("@dr/delivery/audit-from-env")).auditFromEnv(env, variables, telemetry);
    await trail(type, data, by);
  };
  return (type, data, by) => Promise.race([tell(type, data, by), systemSleep(LONGEST_MS)]);
}
