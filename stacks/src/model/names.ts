/** How things are called: by their manifest's name, so that an operator finds a table under the name that the documents use. */
import type { FunctionManifest } from "@dr/runtime";

export { deadLetterQueueOf, failureQueueOf } from "@dr/runtime/delivery-plan";

/** Pulumi's logical name of `dr-event-log`: `DrEventLog`. */
export function logicalName(name: string): string {
  return name
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The log group of a function, called as Lambda would call it, so that the console's links lead there. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** The role of a function, and of the schedule that starts it. Roles are global, functions are not: the Region is in the name. */
export function roleNameOf({ name, role = name }: Pick<FunctionManifest, "name" | "role">, region: string): string {
  return `${role}-${region}`;
}

export function scheduleRoleNameOf(functionName: string, region: string): string {
  return `${functionName}-schedule-${region}`;
}
