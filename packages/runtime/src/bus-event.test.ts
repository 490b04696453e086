/** Tests of bus-event.ts. */
import { expect, test } from "vitest";
import { parseBusEvent } from "./bus-event.ts";

const envelope = {
  specversion: "1.0",
  id: "op-1:TechnologyStarted",
  source: "dr.adapter.database",
  type: "TechnologyStarted",
  time: "2026-11-23T04:00:00.000Z",
  subject: "exec-1",
  dataschema: "urn:dr-orchestration:event:TechnologyStarted:1",
  correlationid: "c",
  causationid: "c",
  epoch: 0,
  schemaversion: 1,
  actor: "adapter",
  data: {},
};
const busEvent = { version: "0", id: "bus-1", source: "dr.adapter.database", "detail-type": "TechnologyStarted", detail: envelope };

test("reads an event and lets unknown fields pass", () => {
  expect(parseBusEvent({ ...busEvent, detail: { ...envelope, traceparent: "00-1" } })).toEqual({
    busId: "bus-1",
    source: "dr.adapter.database",
    detailType: "TechnologyStarted",
    envelope: { ...envelope, traceparent: "00-1" },
  });
});

test.each([
  ["a number", 5, "event.malformed"],
  ["null", null, "event.malformed"],
  ["no detail-type", { ...busEvent, "detail-type": undefined }, "event.malformed"],
  ["a detail that is no envelope", { ...busEvent, detail: { id: "x" } }, "event.malformed_envelope"],
  ["an envelope of another type", { ...busEvent, "detail-type": "TechnologyFailed" }, "event.malformed_envelope"],
  ["an envelope that claims another source", { ...busEvent, source: "dr.adapter.drs" }, "event.source_mismatch"],
  ["an unknown type", { ...busEvent, "detail-type": "SomethingNew", detail: "whatever" }, "event.unknown_type"],
])("refuses %s", (_, body, code) => {
  expect(() => parseBusEvent(body)).toThrow(expect.objectContaining({ code }));
});
