/** The Regions of AWS by name, so that a slip in a setting is found where it is set, and not at a disaster. */
import { nearestName } from "@dr/events";

/** As the AWS SDK for JavaScript and botocore list them (partitions.json of either); a test holds this against the SDK's. */
const REGIONS: ReadonlySet<string> = new Set(
  [
    "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4",
    "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3",
    "il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1 us-west-2",
    "cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1",
    "us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1",
  ].flatMap((line) => line.split(" ")),
);

/** All Regions that this version knows. */
export const awsRegions: readonly string[] = [...REGIONS];

/** Whether AWS has a Region of that name. */
export function isAwsRegion(name: string): boolean {
  return REGIONS.has(name);
}

/**
 * The Regions of a list such as `us-east-1, us-west-2`, each once. Throws an error that names `setting`, each name that is no Region with the nearest one that is, for an empty list, and
 * for one without a Region of `needed`, where the installation itself is.
 */
export function parseAllowedRegions(setting: string, text: string, needed: readonly string[]): readonly string[] {
  const named = [...new Set(text.split(",").flatMap((part) => part.trim() || []))];
  if (named.length === 0) throw new Error(`${setting} is "${text}": expected Regions such as us-east-1,us-west-2`);
  const unknown = named.filter((name) => !isAwsRegion(name));
  if (unknown.length > 0) {
    const meant = unknown.map((name) => `"${name}"${nearest(name)}`).join(", ");
    throw new Error(`${setting}: AWS has no Region ${meant}`);
  }
  const missing = needed.filter((name) => !named.includes(name));
  if (missing.length > 0)
    throw new Error(
      `${setting} is "${text}" without ${missing.join(", ")}, where this installation is: a task that names no Region acts there`,
    );
  return named;
}

function nearest(name: string): string {
  const found = nearestName(name, awsRegions);
  return found === undefined ? "" : ` (did you mean ${found}?)`;
}
