/** What an execution holds while it is open: its plan, and each resource that it acts on or reads. */
import { claimsOf, parseReference } from "@dr/events";
import { taskResources, type TaskNames } from "./task-resources.ts";

const PLAN_PREFIX = "PLAN#";
const RESOURCE_PREFIX = "RES#";
const NEXT_PREFIX = "NEXT#";

/**
 * Resources that a plan may name, each counted once. An execution takes them all before it begins, in one invocation of the planner (30 s): some 4,000 a
 * second where a write takes 5 ms and twenty are sent at once.
 */
export const MAX_RESOURCES = 20_000;

/** A key that an execution needs: for itself alone, or shared with others who share it. */
export interface LeaseClaim {
  readonly key: string;
  readonly shared: boolean;
}

/** Key of the lock that lets a plan run once at a time. */
export function planLeaseKey(planId: string): string {
  return `${PLAN_PREFIX}${planId}`;
}

/** Key by which a recovery is the next to have `key`, which drills give up for it. Nobody else becomes the next, and nobody new starts meanwhile. */
export function nextLeaseKey(key: string): string {
  return `${NEXT_PREFIX}${key}`;
}

/** What these tasks claim, `RES#<kind>:<account>:<region>:<id>`, each once. */
export function resourceLeaseClaims(tasks: readonly TaskNames[]): readonly LeaseClaim[] {
  const claims = claimsOf(tasks.flatMap((task) => taskResources(task)));
  return claims.map(({ reference, shared }) => ({ key: `${RESOURCE_PREFIX}${reference}`, shared }));
}

/** What a key is about: in words (`rds-cluster orders in 123456789012, eu-central-1`), and in parts if it is a resource. */
export interface LeaseKeyView {
  readonly text: string;
  readonly kind?: string;
  readonly resource?: string;
  readonly reference?: string;
}

/** What a key is about, for a person. */
export function describeLeaseKey(key: string): LeaseKeyView {
  if (key.startsWith(NEXT_PREFIX)) return describeLeaseKey(key.slice(NEXT_PREFIX.length));
  if (key.startsWith(PLAN_PREFIX)) return { text: `plan ${key.slice(PLAN_PREFIX.length)}` };
  const reference = key.slice(RESOURCE_PREFIX.length);
  const parts = parseReference(reference);
  if (!parts) return { text: `resource ${reference}`, resource: reference, reference };
  const { kind, account, region } = parts;
  const resource =
    kind === "opaque"
      ? parts.id
          .split("/")
          .map(decodeURIComponent)
          .filter((part) => part !== "")
          .join(" ")
      : parts.id;
  const place = [account, region].filter((part) => part !== "").join(", ");
  const told = kind === "opaque" ? resource : `${kind} ${resource}`;
  return { text: `${told}${place === "" ? "" : ` in ${place}`}`, kind, resource, reference };
}
