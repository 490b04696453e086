/** What the endpoint says to requests that no SDK would send, and when the bus fails. */
import { DrError } from "@dr/events";
import { describe, expect, it } from "vitest";
import { createEventBridgeHandler } from "./eventbridge-handler.ts";

const errors: unknown[] = [];
const ignore = () => undefined;
const log = {
  info: ignore,
  warn: ignore,
  error: (_message: string, { error }: Readonly<Record<string, unknown>>) => void errors.push(error),
};

function ask(target: string | undefined, body: string, failure?: Error) {
  const putEvents = () => (failure === undefined ? Promise.resolve({ FailedEntryCount: 0, Entries: [] }) : Promise.reject(failure));
  return createEventBridgeHandler({ bus: { putEvents }, log })({ headers: { "x-amz-target": target }, body });
}

describe("the endpoint", () => {
  it("speaks AWS JSON 1.1", async () => {
    const { status, headers, body } = await ask("AWSEvents.PutEvents", "{}");
    expect({ status, type: headers["content-type"], body }).toEqual({
      status: 200,
      type: "application/x-amz-json-1.1",
      body: '{"FailedEntryCount":0,"Entries":[]}',
    });
  });

  it.each([
    [undefined, "{}", "UnknownOperationException", "X-Amz-Target must be AWSEvents.<operation>, not null"],
    [
      "DynamoDB_20120810.PutItem",
      "{}",
      "UnknownOperationException",
      'X-Amz-Target must be AWSEvents.<operation>, not "DynamoDB_20120810.PutItem"',
    ],
    [
      "AWSEvents.PutRule",
      "{}",
      "UnknownOperationException",
      "Operation PutRule is not supported here; served are PutEvents, TestEventPattern",
    ],
    ["AWSEvents.PutEvents", "{", "SerializationException", "The request body is not JSON"],
    ["AWSEvents.TestEventPattern", "{}", "ValidationException", "Parameters EventPattern and Event are required and are JSON text."],
  ])("answers %s %s with %s", async (target, request, type, message) => {
    const { status, headers, body } = await ask(target, request);
    expect({ status, type: headers["x-amzn-errortype"], body: JSON.parse(body) as unknown }).toEqual({
      status: 400,
      type,
      body: { __type: type, message },
    });
  });

  it("answers 500 when the bus is stopped or breaks, and logs only what it does not understand", async () => {
    const stopped = await ask("AWSEvents.PutEvents", "{}", new DrError("eventbridge.bus_stopped", "stopped"));
    expect([stopped.status, JSON.parse(stopped.body)]).toEqual([500, { __type: "InternalException", message: "stopped" }]);
    expect(errors).toEqual([]);
    const bug = new TypeError("bug");
    const broken = await ask("AWSEvents.PutEvents", "{}", bug);
    expect([broken.status, JSON.parse(broken.body)]).toEqual([500, { __type: "InternalException", message: "bug" }]);
    expect(errors).toEqual([bug]);
  });
});
