/** Which names stand in each other's way. */
import type { NamedResource } from "./select.ts";

/** A key that somebody needs: for itself alone, or shared with others who share it. */
export interface ResourceClaim {
  readonly reference: string;
  readonly shared: boolean;
}

/**
 * What acting on (or reading) these resources claims: each reference, and shared each wider one that it lies within, so that whoever acts on the
 * whole meets whoever acts on a part, while two parts do not meet. Each reference once; alone beats shared.
 */
export function claimsOf(resources: readonly NamedResource[]): readonly ResourceClaim[] {
  const claims = new Map<string, boolean>();
  const add = (reference: string, shared: boolean): void => void claims.set(reference, shared && (claims.get(reference) ?? true));
  for (const { reference, within, use } of resources) {
    if (use !== "acts" && use !== "reads") continue;
    add(reference, use === "reads");
    for (const wider of within) add(wider, true);
  }
  return [...claims].map(([reference, shared]) => ({ reference, shared }));
}

/** True if two names mean the same thing, or one is a part of the other. */
export function overlaps(a: NamedResource, b: NamedResource): boolean {
  return a.reference === b.reference || a.within.includes(b.reference) || b.within.includes(a.reference);
}
