/** Tests of aws-config.ts. */
import { expect, onTestFinished, test } from "vitest";
import { awsClientConfig, platformClientConfig } from "./aws-config.ts";
import { carryRequestsBy } from "./carrier.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(
  { AWS_REGION: "eu-west-1", DR_AWS_ENDPOINT: "http://127.0.0.1:5000", DR_DYNAMODB_ENDPOINT: "http://127.0.0.1:8000" },
  [],
);

test("a mutating client never repeats a request, a reading one does so adaptively", () => {
  expect(awsClientConfig(env, "mutate")).toMatchObject({ maxAttempts: 1 });
  expect(awsClientConfig(env, "read")).toMatchObject({ maxAttempts: 5, retryMode: "adaptive" });
  expect(awsClientConfig(env, "idempotent")).toMatchObject({ maxAttempts: 5, retryMode: "standard" });
});

test("the endpoint is that of the part, or none at all for AWS itself", () => {
  expect(awsClientConfig(env, "read").endpoint).toBe("http://127.0.0.1:5000");
  expect(platformClientConfig(env, "dynamodb", "idempotent").endpoint).toBe("http://127.0.0.1:8000");
  expect(platformClientConfig(env, "sqs", "idempotent")).not.toHaveProperty("endpoint");
});

test("what a process carries by itself are messages to its own parts, and nothing else", () => {
  const handler = { connectionTimeout: 1 };
  const timeouts = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
  expect(platformClientConfig(env, "dynamodb", "idempotent").requestHandler).toEqual(timeouts);
  carryRequestsBy(handler);
  onTestFinished(() => carryRequestsBy(undefined));
  for (const part of ["dynamodb", "sqs", "events"] as const) expect(platformClientConfig(env, part, "read").requestHandler).toBe(handler);
  for (const part of ["s3", "lambda"] as const) expect(platformClientConfig(env, part, "read").requestHandler).toEqual(timeouts);
  expect(awsClientConfig(env, "mutate").requestHandler).toEqual(timeouts);
});
