/** The events of the outbox on DynamoDB. */
import { PutCommand, QueryCommand, type DynamoDBDocumentClient, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { envelopeSchema, lazyObject } from "@dr/events";
import * as z from "zod";
import { FEED_HOLD_BACK_MS, formatCursor, parseCursor } from "../feed-cursor.ts";
import type { OutboxEvent } from "../outbox-event.ts";
import type { EventStore } from "../stores.ts";
import { unlessRefused } from "./conditional.ts";

const PAGE = 500;
const KEPT_SECONDS = 40 * 86_400;
const DAY_MS = 86_400_000;
/** An empty feed is not searched further back than events are kept. */
const MAX_DAYS = 40;

const itemSchema = lazyObject(() => ({ receivedAt: z.string(), envelope: envelopeSchema.required({ sequence: true }) }));

/** Events in `tableName` (see `outboxEventTable`). */
export function createDynamoEvents({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): EventStore {
  const query = async (input: Omit<QueryCommandInput, "TableName" | "Limit">, limit: number): Promise<readonly OutboxEvent[]> => {
    const { Items = [] } = await documents.send(new QueryCommand({ TableName: tableName, Limit: limit, ...input }));
    return Items.map((item) => itemSchema.parse(item));
  };
  const readDay = (day: string, fromExclusive: string, untilIso: string, limit: number): Promise<readonly OutboxEvent[]> =>
    query(
      {
        IndexName: "TimeFeed",
        KeyConditionExpression: "#day = :day AND #cursor BETWEEN :from AND :until",
        ExpressionAttributeNames: { "#day": "day", "#cursor": "cursor" },
        // A space sorts before every character of an id, "~" after: exclusive below, the whole millisecond above.
        ExpressionAttributeValues: { ":day": day, ":from": `${fromExclusive} `, ":until": `${untilIso}#~` },
      },
      limit,
    );
  const between = async (from: string, untilIso: string, limit: number): Promise<readonly OutboxEvent[]> => {
    const events: OutboxEvent[] = [];
    for (let day = dayOf(from); day <= dayOf(untilIso) && events.length < limit; day = dayAfter(day))
      events.push(...(await readDay(day, from, untilIso, limit - events.length)));
    return events;
  };

  return {
    add: async (event) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: toItem(event),
        ConditionExpression: "attribute_not_exists(executionId)",
      });
      return (await unlessRefused(documents.send(put))) !== undefined;
    },
    after: (executionId, sequence, limit) =>
      query(
        {
          ConsistentRead: true,
          KeyConditionExpression: "executionId = :id AND #position > :after",
          ExpressionAttributeNames: { "#position": "position" },
          ExpressionAttributeValues: { ":id": executionId, ":after": toPosition(sequence) },
        },
        limit,
      ),
    last: async (executionId) => {
      const values = { ":id": executionId };
      const newest = { ConsistentRead: true, ScanIndexForward: false, KeyConditionExpression: "executionId = :id" };
      return (await query({ ...newest, ExpressionAttributeValues: values }, 1))[0];
    },
    feed: async (after, limit, nowIso) => {
      const oldest = new Date(Date.parse(nowIso) - MAX_DAYS * DAY_MS).toISOString();
      const asked = after === undefined ? "" : parseCursor(after);
      const untilIso = new Date(Date.parse(nowIso) - FEED_HOLD_BACK_MS).toISOString();
      const events = await between(asked < oldest ? oldest : asked, untilIso, limit);
      const last = events.at(-1);
      if (last) return { events, cursor: formatCursor(last) };
      // Nothing there, but days were looked through: the next page need not do so again.
      const today = `${dayOf(untilIso)}T00:00:00.000Z#.`;
      return { events, cursor: asked < today ? today : asked };
    },
    executionsBetween: async (sinceIso, untilIso) => {
      const found = new Set<string>();
      let from = `${new Date(Date.parse(sinceIso) - 1).toISOString()}#~`;
      for (;;) {
        const events = await between(from, untilIso, PAGE);
        for (const { envelope } of events) found.add(envelope.subject);
        const last = events.at(-1);
        if (!last || events.length < PAGE) return [...found];
        from = formatCursor(last);
      }
    },
  };
}

function toItem(event: OutboxEvent): Record<string, unknown> {
  const { envelope, receivedAt } = event;
  return {
    executionId: envelope.subject,
    position: toPosition(envelope.sequence),
    day: dayOf(receivedAt),
    cursor: formatCursor(event),
    receivedAt,
    envelope,
    expiresAt: Math.floor(Date.parse(receivedAt) / 1_000) + KEPT_SECONDS,
  };
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

function dayAfter(day: string): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString());
}

function toPosition(sequence: number): string {
  return String(sequence).padStart(12, "0");
}
