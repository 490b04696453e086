/** The wrapper of functions that a queue starts: partial batches, poison set aside, the deadline respected. */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { DrError, hasCode, toFailure } from "@dr/events";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import type { DeadLetters } from "../dead-letter.ts";
import { deadlineOf, type Deadline } from "../deadline.ts";
import type { LambdaHandler } from "../lambda-entry.ts";
import type { Logger, Telemetry } from "../telemetry.ts";
import { parseJson } from "../parse-json.ts";
import { createLanes } from "./lanes.ts";
import { untilAborted, wrapInvocation } from "./wrap.ts";

/** What a message handler knows beside the message. */
export interface MessageContext {
  readonly messageId: string;
  /** How often this message has been received, this time included. */
  readonly receiveCount: number;
  readonly remainingMs: () => number;
  readonly logger: Logger;
}

/** A queue function. */
export interface QueueHandlerOptions<Message> {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  /** Reads the parsed JSON body. An error `event.unknown_type` is acknowledged and counted; any other error is poison. */
  readonly parse: (body: unknown) => Message;
  /** Does the work; must survive duplicates and any order. An error gives the message back, unless it `isPoison`. */
  readonly handle: (message: Message, context: MessageContext) => Promise<void>;
  /** Errors of `handle` that no redelivery can cure. None by default: a message is rather tried too often than given up too early. */
  readonly isPoison?: (error: unknown) => boolean;
  /** Messages of one lane run in order, lanes side by side. Without it the batch runs one by one. */
  readonly laneOf?: (message: Message) => string;
  /** Fields for the log lines of a message: correlationId, stream, eventId. */
  readonly describe?: (message: Message) => Readonly<Record<string, unknown>>;
}

interface Batch {
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * A Lambda handler for SQS. A malformed message goes to the dead letters with its reason and is acknowledged; an unexpected error gives that one message back;
 * neighbours are unaffected. Near the deadline no further message is begun: the rest is given back. Processing is at least once.
 */
export function queueHandler<Message>(options: QueueHandlerOptions<Message>): LambdaHandler {
  const { telemetry } = options;
  return wrapInvocation(telemetry, (event, context, signal) => {
    const batch: Batch = { deadline: deadlineOf(context), signal, logger: telemetry.logger };
    const lanes = createLanes();
    const processRecord = (record: SQSRecord): Promise<void> => {
      const read = readMessage(options, record);
      const lane = "message" in read && options.laneOf ? options.laneOf(read.message) : "";
      return lanes(lane, () => processOne(options, batch, record, read));
    };
    return processPartialResponse(event as SQSEvent, processRecord, new BatchProcessor(EventType.SQS), {
      context: context as Context,
      processInParallel: true, // the lanes keep the order
      throwOnFullBatchFailure: false,
    });
  });
}

type Read<Message> = { readonly message: Message } | { readonly refusal: unknown };

function readMessage<Message>({ parse }: QueueHandlerOptions<Message>, record: SQSRecord): Read<Message> {
  try {
    return { message: parse(readBody(record.body)) };
  } catch (refusal) {
    return { refusal };
  }
}

function readBody(body: string): unknown {
  const read = parseJson(body);
  if (read === undefined) throw new DrError("event.malformed_json", "the message body is not JSON");
  return read;
}

async function processOne<Message>(
  options: QueueHandlerOptions<Message>,
  batch: Batch,
  record: SQSRecord,
  read: Read<Message>,
): Promise<void> {
  const { telemetry, describe } = options;
  const tooLate = (): DrError => new DrError("lambda.deadline_near", "given back: the invocation is about to end", { retryable: true });
  if (batch.signal.aborted || batch.deadline.isNear()) {
    telemetry.metrics.count("MessageGivenBack");
    throw tooLate();
  }
  const logger = batch.logger.with({ messageId: record.messageId, ...("message" in read ? describe?.(read.message) : {}) });
  if ("refusal" in read) {
    await refuse(options, record, read.refusal, logger);
    return;
  }
  const receiveCount = Number(record.attributes?.ApproximateReceiveCount ?? "1");
  const context: MessageContext = { messageId: record.messageId, receiveCount, remainingMs: batch.deadline.remainingMs, logger };
  try {
    await untilAborted(options.handle(read.message, context), batch.signal, tooLate);
  } catch (error) {
    if (options.isPoison?.(error) === true) {
      await setAside(options, record, error, logger);
      return;
    }
    logger.error("message failed and is given back", { error, receiveCount });
    telemetry.metrics.count("MessageFailed", 1, { code: toFailure(error).code });
    throw error;
  }
}

async function refuse<Message>(options: QueueHandlerOptions<Message>, record: SQSRecord, refusal: unknown, logger: Logger): Promise<void> {
  if (hasCode(refusal, "event.unknown_type")) {
    logger.info("acknowledged an event of an unknown type", { reason: toFailure(refusal).message });
    options.telemetry.metrics.count("UnknownEventType");
    return;
  }
  await setAside(options, record, refusal, logger);
}

async function setAside<Message>(options: QueueHandlerOptions<Message>, record: SQSRecord, reason: unknown, logger: Logger): Promise<void> {
  const { code, message } = toFailure(reason, "event.malformed");
  await options.deadLetters.send(record.body, new DrError(code, message, { cause: reason }));
  logger.warn("poison message set aside", { code, reason: message });
  options.telemetry.metrics.count("PoisonMessage", 1, { code });
}
