/** Tests of eventbridge-bus.ts: what a PutEvents answer means. */
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Envelope } from "@dr/events";
import { expect, test } from "vitest";
import { createPutEntries } from "./eventbridge-bus.ts";

const detail = { id: "exec-1:1", type: "WaveStarted" } as Envelope;
const entry = { source: "dr.orchestration", detailType: "WaveStarted", detail };

function clientAnswering(answer: unknown) {
  const inputs: unknown[] = [];
  const send = (command: { input: unknown }) => {
    inputs.push(command.input);
    return Promise.resolve(answer);
  };
  return { inputs, client: { send } as unknown as Pick<EventBridgeClient, "send"> };
}

test("sends source, detail-type, detail and bus name", async () => {
  const { client, inputs } = clientAnswering({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] });
  await createPutEntries(client, "dr-bus")([{ ...entry, resources: ["exec-1"] }]);
  expect(inputs).toEqual([
    {
      Entries: [
        {
          EventBusName: "dr-bus",
          Source: "dr.orchestration",
          DetailType: "WaveStarted",
          Detail: JSON.stringify(detail),
          Resources: ["exec-1"],
        },
      ],
    },
  ]);
});

test("outcome i belongs to entry i", async () => {
  const { client } = clientAnswering({
    FailedEntryCount: 1,
    Entries: [{ EventId: "1" }, { ErrorCode: "InternalFailure", ErrorMessage: "try again" }],
  });
  expect(await createPutEntries(client, "dr-bus")([entry, entry])).toEqual([null, "InternalFailure: try again"]);
});

test("a missing FailedEntryCount or a missing outcome is no success", async () => {
  const { client } = clientAnswering({ Entries: [{ EventId: "1" }] });
  expect(await createPutEntries(client, "dr-bus")([entry, entry])).toEqual([null, "no answer"]);
});

test("an entry with an error code was refused, whatever the count claims", async () => {
  const { client } = clientAnswering({
    FailedEntryCount: 0,
    Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }, { EventId: "2" }],
  });
  expect(await createPutEntries(client, "dr-bus")([entry, entry])).toEqual(["ThrottlingException: slow down", null]);
});

test("when more entries failed than say so, none counts as accepted", async () => {
  const { client } = clientAnswering({ FailedEntryCount: 1, Entries: [{ EventId: "1" }, { EventId: "2" }] });
  const reason = "1 entries failed, and 0 say so";
  expect(await createPutEntries(client, "dr-bus")([entry, entry])).toEqual([reason, reason]);
});
