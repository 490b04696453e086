/** Stream records as Lambda delivers them. */
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { hashOf, sealCommit } from "../commit.ts";
import { appendRequest, storedEvent } from "../testing/requests.ts";
import { toCommitItem } from "./commit-item.ts";
import { decodeStreamRecord } from "./decode-stream-record.ts";

const sealed = (count: number) =>
  sealCommit(appendRequest("EXEC#one", { events: Array.from({ length: count }, (_, index) => storedEvent(index + 1)) }));
/** As it arrives: JSON, binary values as base64. */
const delivered = (item: Record<string, unknown>): unknown =>
  JSON.parse(
    JSON.stringify(marshall(item), (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value)),
  );

describe("a stream record", () => {
  it("gives the commit that was written", () => {
    const one = sealed(3);
    expect(decodeStreamRecord(delivered(toCommitItem(one)))).toEqual(one.commit);
  });

  it("gives a commit whose events are compressed", () => {
    const many = sealed(3000);
    const item = toCommitItem(many);
    expect(Object.keys(item)).toContain("eventsGzip");
    const image = {
      ...marshall({ ...item, eventsGzip: undefined }, { removeUndefinedValues: true }),
      eventsGzip: { B: Buffer.from(item["eventsGzip"] as Uint8Array).toString("base64") },
    };
    const commit = decodeStreamRecord(JSON.parse(JSON.stringify(image)));
    expect(commit).toEqual(many.commit);
    expect(hashOf(commit)).toBe(many.commit.hash);
  });

  it.each([undefined, null, "text", {}, { pk: { S: "EXEC#one" } }, { pk: "EXEC#one" }, { pk: { Q: "x" } }])(
    "that is none is refused: %j",
    (image) => {
      expect(() => decodeStreamRecord(image)).toThrow(expect.objectContaining({ code: "log.malformed_record" }));
    },
  );
});
