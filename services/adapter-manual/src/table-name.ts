/** The name of the adapter's own table, from the environment. */
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";

/** The name. Throws `env.invalid` without one. */
export function tableNameOf(env: FunctionEnv): string {
  const tableName = env["DR_MANUAL_TABLE"];
  if (tableName === undefined || tableName === "") throw new DrError("env.invalid", "invalid environment: DR_MANUAL_TABLE is missing");
  return tableName;
}
