/** The wrapper of functions that a DynamoDB stream starts: ordered per key, independent keys go on when one fails. */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { DrError, toFailure } from "@dr/events";
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { DeadLetters } from "../dead-letter.ts";
import { deadlineOf } from "../deadline.ts";
import type { LambdaHandler } from "../lambda-entry.ts";
import type { Logger, Telemetry } from "../telemetry.ts";
import { createLanes } from "./lanes.ts";
import { untilAborted, wrapInvocation } from "./wrap.ts";

/** What a stream handler knows beside the item. */
export interface StreamContext {
  readonly eventId: string;
  readonly sequenceNumber: string;
  readonly remainingMs: () => number;
  readonly logger: Logger;
}

/** A stream function. */
export interface StreamHandlerOptions<Item> {
  readonly telemetry: Telemetry;
  /** Where a malformed item goes, its reason attached. If it cannot be stored there the record fails, and the platform sets it aside after its bounded retries. */
  readonly deadLetters: DeadLetters;
  /** Reads the new image, DynamoDB JSON as Lambda delivers it. Any error it throws makes the record poison. */
  readonly parse: (newImage: unknown) => Item;
  /** Items of one key are handled in order, and not at all after one of them failed in this batch. */
  readonly keyOf: (item: Item) => string;
  /** Does the work; must survive duplicates. */
  readonly handle: (item: Item, context: StreamContext) => Promise<void>;
  /** Called for records that tell of a change or a removal, which a table of immutable items never has; they are not handled then. Without it they are treated as any other. */
  readonly onOtherThanInsert?: (record: { readonly eventName: "MODIFY" | "REMOVE"; readonly keys: unknown }) => void;
  /** Fields for the log lines of an item: correlationId, stream, eventId. */
  readonly describe?: (item: Item) => Readonly<Record<string, unknown>>;
}

/**
 * A Lambda handler for a DynamoDB stream. The failed sequence numbers are reported; Lambda starts again at the lowest of them, so that records after it
 * come twice (Lambda developer guide, "Reporting batch item failures"). Records without a new image (deletions) are passed over.
 */
export function streamHandler<Item>(options: StreamHandlerOptions<Item>): LambdaHandler {
  const { telemetry } = options;
  return wrapInvocation(telemetry, (event, context, signal) => {
    const deadline = deadlineOf(context);
    const lanes = createLanes();
    const failedKeys = new Set<string>();
    const tooLate = (): DrError => new DrError("lambda.deadline_near", "given back: the invocation is about to end", { retryable: true });
    const processItem = async (item: Item, record: DynamoDBRecord): Promise<void> => {
      const key = options.keyOf(item);
      const logger = loggerOf(options, record, item);
      try {
        if (signal.aborted || deadline.isNear()) throw tooLate();
        if (failedKeys.has(key)) throw new DrError("stream.predecessor_failed", `an earlier record of ${key} failed`, { retryable: true });
        const sequenceNumber = record.dynamodb?.SequenceNumber ?? "";
        await untilAborted(
          options.handle(item, { eventId: record.eventID ?? "", sequenceNumber, remainingMs: deadline.remainingMs, logger }),
          signal,
          tooLate,
        );
      } catch (error) {
        failedKeys.add(key);
        telemetry.metrics.count("StreamRecordFailed", 1, { code: toFailure(error).code });
        logger.error("stream record failed and is given back", { error });
        throw error;
      }
    };
    const processRecord = async (record: DynamoDBRecord): Promise<void> => {
      if (options.onOtherThanInsert && (record.eventName === "MODIFY" || record.eventName === "REMOVE")) {
        options.onOtherThanInsert({ eventName: record.eventName, keys: record.dynamodb?.Keys });
        return;
      }
      const read = readItem(options, record);
      if (read === "none") return;
      if ("refusal" in read) return refuse(options, record, read.refusal);
      await lanes(options.keyOf(read.item), () => processItem(read.item, record));
    };
    return processPartialResponse(event as DynamoDBStreamEvent, processRecord, new BatchProcessor(EventType.DynamoDBStreams), {
      context: context as Context,
      processInParallel: true, // the lanes keep the order of each key
      throwOnFullBatchFailure: false,
    });
  });
}

function readItem<Item>({ parse }: StreamHandlerOptions<Item>, record: DynamoDBRecord): "none" | { item: Item } | { refusal: unknown } {
  const image = record.dynamodb?.NewImage;
  if (image === undefined) return "none";
  try {
    return { item: parse(image) };
  } catch (refusal) {
    return { refusal };
  }
}

async function refuse<Item>(options: StreamHandlerOptions<Item>, record: DynamoDBRecord, refusal: unknown): Promise<void> {
  const { code, message } = toFailure(refusal, "event.malformed");
  const logger = loggerOf(options, record);
  options.telemetry.metrics.count("PoisonStreamRecord", 1, { code });
  logger.error("malformed stream record", { code, reason: message });
  await options.deadLetters.send(JSON.stringify(record), new DrError(code, message, { cause: refusal }));
}

function loggerOf<Item>({ telemetry, describe }: StreamHandlerOptions<Item>, record: DynamoDBRecord, item?: Item): Logger {
  return telemetry.logger.with({ streamEventId: record.eventID, ...(item === undefined ? {} : describe?.(item)) });
}
