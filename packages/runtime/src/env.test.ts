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

  test("does not ask for a variable that was not named", () => {
    expect(parseEnv({ AWS_REGION: "eu-west-1" }, [])).not.toHaveProperty("DR_BUS_NAME");
  });
});
