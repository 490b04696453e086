/** Where a thing is: names may be plain or ARNs, and a Region may stand in the configuration. */
import { declaredRegion, identify, parseReference, type ResourceKind } from "@dr/events";

/** The Region of a task's names; default: the adapter's own. */
export const regionField = () =>
  declaredRegion({ ofNames: true }).optional().describe("Region of names that are no ARNs; default is the adapter's own");

/** A name taken apart. */
export interface Place {
  readonly id: string;
  /** The ARN's, or the one given. */
  readonly region: string | undefined;
}

/** The plain name and the Region of a resource, by any spelling that its kind has. */
export function placeOf(kind: ResourceKind, written: string, region: string | undefined): Place {
  const named = identify(kind, written, { defaults: { account: "", region: region ?? "" } });
  const parts = named && parseReference(named.reference);
  return parts ? { id: parts.id, region: parts.region === "" ? undefined : parts.region } : { id: written, region };
}

/** The Region in an ARN, or the one given. */
export function regionOfArn(written: string, region?: string): string | undefined {
  return (written.startsWith("arn:") ? written.split(":")[3] : undefined) || region;
}
