/** Reads a commit out of a record of the table's stream. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { DrError } from "@dr/events";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Commit } from "../port.ts";
import { fromCommitItem } from "./commit-item.ts";

/**
 * The commit in `dynamodb.NewImage` of a stream record (DynamoDB JSON; binary values as base64, as Lambda delivers them, or as bytes).
 * Throws `log.malformed_record`. A record is a hint, ordered per item only: who needs order reads the log.
 */
export function decodeStreamRecord(newImage: unknown): Commit {
  if (typeof newImage !== "object" || newImage === null)
    throw new DrError("log.malformed_record", "a stream record without an image of the item");
  const image = { ...(newImage as Record<string, AttributeValue>) };
  const packed: unknown = image["eventsGzip"]?.B;
  if (typeof packed === "string") image["eventsGzip"] = { B: Buffer.from(packed, "base64") };
  return fromCommitItem(unmarshallImage(image));
}

function unmarshallImage(image: Record<string, AttributeValue>): Record<string, unknown> {
  try {
    return unmarshall(image);
  } catch (error) {
    throw new DrError("log.malformed_record", "a stream record whose image is not DynamoDB JSON", { cause: error });
  }
}
