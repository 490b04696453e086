/** The Regions of an installation. */
import { expect, test } from "vitest";
import { awsClientConfig, platformClientConfig } from "./aws-config.ts";
import { parseEnv } from "./env.ts";
import { homeRegionOf, regionsOf } from "./regions.ts";

test("the list names each once; without one a Region is alone, and at home", () => {
  const env = { AWS_REGION: "us-west-2", DR_REGIONS: " eu-central-1, us-west-2,,eu-central-1 " };
  expect([regionsOf(env), homeRegionOf(env)]).toEqual([["eu-central-1", "us-west-2"], "eu-central-1"]);
  expect([regionsOf({ AWS_REGION: "us-west-2" }), homeRegionOf({ AWS_REGION: "us-west-2" })]).toEqual([["us-west-2"], "us-west-2"]);
});

test("what is recovered is looked for at home, whichever Region does it; what belongs to the platform in the own Region", () => {
  const env = parseEnv({ AWS_REGION: "us-west-2", DR_REGIONS: "eu-central-1,us-west-2" }, []);
  expect([awsClientConfig(env, "read").region, platformClientConfig(env, "sqs", "read").region]).toEqual(["eu-central-1", "us-west-2"]);
});
