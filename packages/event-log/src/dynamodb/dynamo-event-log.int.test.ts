/** The log on DynamoDB against the common suite, on every engine that runs here. */
import { afterAll, beforeAll, describe } from "vitest";
import { eventLogTable } from "../history/tables.ts";
import { createTable, eventLogConformance, findDynoxide, localDocuments, startLocalDynamoDb, type LogUnderTest } from "../testing/index.ts";
import { createDynamoEventLog } from "./dynamo-event-log.ts";
import { createDynamoTimeFeed } from "./dynamo-time-feed.ts";

describe.each([...(findDynoxide() === null ? [] : (["dynoxide"] as const)), "dynalite" as const])("%s", (engine) => {
  let stop: () => Promise<void>;
  let subject: LogUnderTest;

  beforeAll(async () => {
    const local = await startLocalDynamoDb({ engine });
    ({ stop } = local);
    const documents = localDocuments(local.endpoint);
    const tableName = await createTable(documents, eventLogTable);
    subject = { log: createDynamoEventLog({ documents, tableName }), feed: createDynamoTimeFeed({ documents, tableName }) };
  });
  afterAll(() => stop());

  eventLogConformance(engine, () => subject);
});
