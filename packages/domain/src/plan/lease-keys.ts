/** What an execution holds while it is open: its plan, and each resource that it acts on. */
import type { TaskSpec } from "@dr/events";
import { hashOf } from "./canonical-json.ts";

const PLAN_PREFIX = "PLAN#";
const RESOURCE_PREFIX = "RES#";

/** Fields that name a resource rather than describe it: `hostedZoneId`, `recordName`, `clusterArn`. */
const NAMING_FIELD = /(?:Id|Name|Arn|Identifier)$|^(?:id|name|arn|identifier)$/;

/** Key of the lock that lets a plan run once at a time. */
export function planLeaseKey(planId: string): string {
  return `${PLAN_PREFIX}${planId}`;
}

/** Keys of the resources of these tasks, `RES#<technology>#<name>`, each once. */
export function resourceLeaseKeys(tasks: readonly Pick<TaskSpec, "type" | "resources">[]): readonly string[] {
  return [...new Set(tasks.flatMap((task) => resourceNames(task).map((name) => `${RESOURCE_PREFIX}${task.type}#${name}`)))];
}

/**
 * Names of the resources that a task acts on, without knowing its adapter: each entry of each list in `resources`, and each top-level text field that
 * names something. An entry that is an object goes by its naming fields (`hostedZoneId/recordName`), or by a hash of the whole if it has none.
 */
export function resourceNames({ resources }: Pick<TaskSpec, "resources">): readonly string[] {
  return Object.entries(resources).flatMap(([field, value]) => {
    if (Array.isArray(value)) return (value as unknown[]).flatMap((entry) => entryName(entry) ?? []);
    return typeof value === "string" && value !== "" && NAMING_FIELD.test(field) ? [value] : [];
  });
}

/** What a key is about, in words for a person: `database resource orders`, `plan p`. */
export function describeLeaseKey(key: string): { readonly text: string; readonly technology?: string; readonly resource?: string } {
  if (key.startsWith(PLAN_PREFIX)) return { text: `plan ${key.slice(PLAN_PREFIX.length)}` };
  const [technology = "", ...name] = key.slice(RESOURCE_PREFIX.length).split("#");
  const resource = name.join("#");
  return { text: `${technology} resource ${resource}`, technology, resource };
}

function entryName(entry: unknown): string | null {
  if (typeof entry === "string") return entry === "" ? null : entry;
  if (typeof entry !== "object" || entry === null) return null;
  const naming = Object.entries(entry)
    .filter(([field, value]) => NAMING_FIELD.test(field) && typeof value === "string")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => String(value));
  return naming.length === 0 ? hashOf(entry) : naming.join("/");
}
