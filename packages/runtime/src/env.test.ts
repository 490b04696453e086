/** Tests of env.ts. */
import { describe, expect, test } from "vitest";
import { parseEnv } from "./env.ts";

describe("parseEnv", () => {
  test("gives defaults for the base variables and the named ones as they are", () => {
    expect(parseEnv({ AWS_REGION: "eu-west-1", DR_LOG_TABLE: "dr-event-log" }, ["DR_LOG_TABLE"])).toEqual({
      AUTH_MODE: "role_based",
      AWS_REGION: "eu-west-1",
      DR_STAGE: "local",
      DR_ESTATE: "real",
      DR_TIME_SCALE: 1,
      DR_HISTORY_DAYS: 90,
      DR_MAX_CONCURRENT_EXECUTIONS: 50,
      DR_NAMES_PROVIDED: "false",
      DR_REGISTRY_PATH: "/dr-orchestration/adapters",
      DR_LOG_TABLE: "dr-event-log",
    });
  });

  test("reads numbers and endpoints", () => {
    const env = parseEnv({ AWS_REGION: "eu-west-1", DR_TIME_SCALE: "7", DR_SQS_ENDPOINT: "http://127.0.0.1:4566" }, []);
    expect(env.DR_TIME_SCALE).toBe(7);
    expect(env.DR_SQS_ENDPOINT).toBe("http://127.0.0.1:4566");
  });

  test("names every missing or invalid variable at once and repeats no value", () => {
    const parse = () => parseEnv({ DR_BUS_NAME: "", DR_TIME_SCALE: "-1", DR_QUEUE_URL: "secret" }, ["DR_BUS_NAME", "DR_QUEUE_URL"]);
    expect(parse).toThrow(/AWS_REGION is missing; DR_TIME_SCALE: .*; DR_BUS_NAME is missing; DR_QUEUE_URL: /);
    expect(parse).not.toThrow(/secret/);
    expect(parse).toThrow(expect.objectContaining({ code: "env.invalid" }));
  });

  test.each([
    ["AWS_REGION", "", "AWS_REGION is missing"],
    ["DR_ACCOUNT_ID", "12345678901", "DR_ACCOUNT_ID: expected a 12-digit account id"],
    ["DR_SQS_ENDPOINT", "ftp://127.0.0.1", "DR_SQS_ENDPOINT: expected a URL of http or https"],
    ["DR_SQS_ENDPOINT", "127.0.0.1:4566", "DR_SQS_ENDPOINT: expected a URL of http or https"],
    ["DR_ESTATE", "pretended", "DR_ESTATE: expected real or simulated"],
    ["DR_TIME_SCALE", "0", "DR_TIME_SCALE: expected a number greater than 0"],
    ["DR_TIME_SCALE", "Infinity", "DR_TIME_SCALE: expected a number greater than 0"],
    ["DR_HISTORY_DAYS", "36501", "DR_HISTORY_DAYS: expected a whole number from 0 to 36500"],
    ["DR_HISTORY_DAYS", "1.5", "DR_HISTORY_DAYS: expected a whole number from 0 to 36500"],
    ["DR_MAX_CONCURRENT_EXECUTIONS", "0", "DR_MAX_CONCURRENT_EXECUTIONS: expected a whole number, at least 1"],
    ["DR_REGIONS", "us-east-1,Virginia", "DR_REGIONS: expected Regions such as us-east-1,us-west-2"],
    ["DR_RECEIVERS_PATH", "receivers", "DR_RECEIVERS_PATH: expected a path that begins with /"],
  ])("refuses %s=%s", (variable, value, problem) => {
    const env = { AWS_REGION: "eu-west-1", DR_ACCOUNT_ID: "123456789012", [variable]: value };
    expect(() => parseEnv(env, ["DR_ACCOUNT_ID"])).toThrow(
      expect.objectContaining({ message: `invalid environment: ${problem}`, details: { variables: [variable] } }),
    );
  });

  test("takes Regions with blanks between, and a whole number of days", () => {
    const env = parseEnv({ AWS_REGION: "eu-west-1", DR_REGIONS: "eu-west-1, eu-central-1,", DR_HISTORY_DAYS: "0" }, []);
    expect(env).toMatchObject({ DR_REGIONS: "eu-west-1, eu-central-1,", DR_HISTORY_DAYS: 0 });
  });

  test("does not ask for a variable that was not named", () => {
    expect(parseEnv({ AWS_REGION: "eu-west-1" }, [])).not.toHaveProperty("DR_BUS_NAME");
  });
});
