/** Regions by name: the list is the SDK's, and a slip is told with what was meant. */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { awsRegions, isAwsRegion, parseAllowedRegions } from "./aws-regions.ts";

interface SdkPartitions {
  readonly partition: (region: string) => { readonly description?: string };
}

/** The SDK describes the Regions that it lists, and guesses the partition of every other name. */
function sdkKnows(): (region: string) => boolean {
  const ofClient = createRequire(import.meta.url).resolve("@aws-sdk/client-dynamodb");
  const { partition } = createRequire(ofClient)("@aws-sdk/core/client") as SdkPartitions;
  return (region) => partition(region).description !== undefined;
}

test("every Region of the list is one to the SDK, and every name of its form that the SDK knows is on the list", () => {
  const knows = sdkKnows();
  expect(awsRegions.filter((region) => !knows(region))).toEqual([]);
  const areas = ["af", "ap", "ca", "cn", "eu", "eu-isoe", "il", "me", "mx", "sa", "us", "us-gov", "us-iso", "us-isob", "us-isof"];
  const sides = ["central", "east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];
  const names = areas.flatMap((area) => sides.flatMap((side) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${area}-${side}-${n}`)));
  expect(names.filter((name) => knows(name) !== isAwsRegion(name))).toEqual([]);
});

test("a list of allowed Regions is read", () => {
  expect(parseAllowedRegions("DR_ALLOWED_REGIONS", " us-east-1,us-west-2,, us-east-1", ["us-east-1"])).toEqual(["us-east-1", "us-west-2"]);
});

test.each([
  ["us-east-1,us-wset-2", 'DR_ALLOWED_REGIONS: AWS has no Region "us-wset-2" (did you mean us-west-2?)'],
  ["us-east-1,atlantis-north-1", 'DR_ALLOWED_REGIONS: AWS has no Region "atlantis-north-1"'],
  ["us-east-1,US-WEST-2", 'DR_ALLOWED_REGIONS: AWS has no Region "US-WEST-2" (did you mean us-west-2?)'],
  [" , ", 'DR_ALLOWED_REGIONS is " , ": expected Regions such as us-east-1,us-west-2'],
  ["us-west-2", 'DR_ALLOWED_REGIONS is "us-west-2" without us-east-1, where this installation is: a task that names no Region acts there'],
])("%s is refused", (text, message) => {
  expect(() => parseAllowedRegions("DR_ALLOWED_REGIONS", text, ["us-east-1"])).toThrow(new Error(message));
});
