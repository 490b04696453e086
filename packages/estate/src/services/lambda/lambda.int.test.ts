// Functions over the real client.
import { GetFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";
import type { LambdaSeed } from "./seed.ts";

const open = (functions: LambdaSeed["functions"] = [{ name: "move" }]) => {
  const fixture = createTestEstate();
  fixture.estate.seed({ lambda: { functions } });
  const client = new LambdaClient({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const invoke = async (
    event: object,
    InvocationType: "RequestResponse" | "Event" | "DryRun" = "RequestResponse",
    FunctionName = "move",
  ) => {
    const { StatusCode, FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, InvocationType, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    );
    const text = Payload?.transformToString() ?? "";
    return { StatusCode, FunctionError, answer: text === "" ? undefined : (JSON.parse(text) as unknown) };
  };
  return { ...fixture, client, invoke };
};

test("a function gives its scripted answers in turn, by what the event says", async () => {
  const { estate, invoke } = open([
    {
      name: "move",
      answers: [
        { when: { action: "status" }, payload: { status: "in_progress" }, times: 1 },
        { when: { action: "status" }, payload: { status: "succeeded" } },
        { payload: { status: "in_progress", checkpoint: 1 } },
      ],
    },
  ]);
  expect(await invoke({ action: "run" })).toEqual({
    StatusCode: 200,
    FunctionError: undefined,
    answer: { status: "in_progress", checkpoint: 1 },
  });
  expect((await invoke({ action: "status" })).answer).toEqual({ status: "in_progress" });
  expect((await invoke({ action: "status" })).answer).toEqual({ status: "succeeded" });
  expect(estate.effects({ resource: "move" }).map(({ request }) => request)[0]).toEqual({
    FunctionName: "move",
    InvocationType: "RequestResponse",
    Payload: { action: "run" },
  });
});

test("a function that throws answers 200 with an error, an event 202, a dry run 204 without running", async () => {
  const { estate, invoke } = open([{ name: "move", answers: [{ payload: { errorMessage: "boom" }, functionError: "Unhandled" }] }]);
  expect(await invoke({})).toEqual({ StatusCode: 200, FunctionError: "Unhandled", answer: { errorMessage: "boom" } });
  expect(await invoke({}, "Event")).toEqual({ StatusCode: 202, FunctionError: undefined, answer: undefined });
  expect(await invoke({}, "DryRun")).toEqual({ StatusCode: 204, FunctionError: undefined, answer: undefined });
  expect(estate.state().lambda.functions).toEqual([{ region: "us-east-1", name: "move", invocations: 2 }]);
});

test("unknown functions are told, by call and by description; names come as ARNs too", async () => {
  const { client, invoke } = open();
  expect(await failureOf(invoke({}, "RequestResponse", "nobody"))).toMatchObject({ name: "ResourceNotFoundException" });
  expect((await invoke({}, "RequestResponse", "arn:aws:lambda:us-east-1:123456789012:function:move")).answer).toEqual({
    status: "succeeded",
    message: "simulated",
  });
  expect((await client.send(new GetFunctionCommand({ FunctionName: "move" }))).Configuration).toMatchObject({
    State: "Active",
    Timeout: 60,
  });
});

test("a function that works does an operation once, and tells how far it is", async () => {
  const { estate, clock, sdkConfig } = createTestEstate();
  estate.seed({ lambda: { functions: [{ name: "work", work: { seconds: 30 } }] } });
  const client = new LambdaClient({ ...sdkConfig(), maxAttempts: 1 });
  const ask = async (action: string) => {
    const Payload = new TextEncoder().encode(JSON.stringify({ action, operationId: "one" }));
    const answer = await client.send(new InvokeCommand({ FunctionName: "work", Payload }));
    return (JSON.parse(new TextDecoder().decode(answer.Payload)) as { status: string }).status;
  };
  expect([await ask("status"), await ask("run"), await ask("status")]).toEqual(["unknown", "in_progress", "in_progress"]);
  clock.pass(20);
  expect(await ask("run")).toBe("in_progress");
  clock.pass(10);
  expect(await ask("status")).toBe("succeeded");
});
