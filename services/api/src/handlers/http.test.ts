import { expect, test } from "vitest";
import { lambdaContext } from "@dr/runtime/testing";
import { manifest } from "../../manifest.ts";
import { create } from "./http.ts";

/** What the platform makes of the manifest's environment. */
const environment = Object.fromEntries(
  Object.entries(manifest.functions[0]?.environment ?? {}).map(([name, binding]) => [
    name,
    "table" in binding ? binding.table : "value" in binding ? binding.value : "",
  ]),
);

test("the manifest gives the function all that it asks for, and a call comes through", async () => {
  const handler = create({
    ...environment,
    AWS_REGION: "eu-central-1",
    DR_ACCOUNT_ID: "123456789012",
    DR_STAGE: "test",
    DR_ESTATE: "simulated",
  });
  const event = {
    routeKey: "GET /api/v1/health",
    rawPath: "/api/v1/health",
    requestContext: {
      http: { method: "GET" },
      authorizer: { iam: { userArn: "arn:aws:sts::123456789012:assumed-role/DRReadOnly/kim" } },
    },
  };
  const answer = (await handler(event, lambdaContext())) as { statusCode: number; body: string };
  expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
    200,
    { status: "ok", time: expect.any(String), region: "eu-central-1", stage: "test", estate: "simulated", epoch: null, leader: null },
  ]);
});

test("without its environment it names everything that is missing", () => {
  expect(() => create({})).toThrow(/AWS_REGION is missing; .*DR_LOG_TABLE is missing; .*DR_SNAPSHOT_TABLE is missing/);
});
