/** The stream of the log's table for other Regions: each record as a line of JSON, from whoever runs the database to whoever joined. */
import { get, type ServerResponse } from "node:http";
import { createInterface } from "node:readline";
import type { StreamRecord } from "../dynamodb/stream-record.ts";

/** Where the tap serves the records. */
export const RECORDS_PATH = "/_records";

/** Those who follow. */
export interface RecordFeed {
  readonly add: (follower: ServerResponse) => void;
  readonly tell: (record: StreamRecord) => void;
}

/** A feed without followers. What is written while nobody follows is not repeated: as in the cloud, sweeps find what a stream lost. */
export function createRecordFeed(): RecordFeed {
  const followers = new Set<ServerResponse>();
  return {
    add: (follower) => {
      follower.writeHead(200, { "content-type": "application/x-ndjson" });
      follower.flushHeaders();
      followers.add(follower);
      follower.on("close", () => followers.delete(follower));
    },
    tell: (record) => {
      for (const follower of followers) follower.write(`${JSON.stringify(record)}\n`);
    },
  };
}

/** Follows the records of a database; `onEnd` hears once that it went away, or was not there. Returns what ends the following. */
export function followRecords(endpoint: string, onRecord: (record: StreamRecord) => void, onEnd: () => void): () => void {
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    onEnd();
  };
  const asked = get(new URL(RECORDS_PATH, endpoint), { agent: false }, (answer) => {
    answer.on("error", end).on("close", end);
    // The lines' own interface passes on what befalls its input.
    createInterface({ input: answer })
      .on("line", (line) => onRecord(JSON.parse(line) as StreamRecord))
      .on("error", end);
  }).on("error", end);
  return () => {
    over = true;
    asked.destroy();
  };
}
