/** Messages to a queue, whoever carries them. */

/** A message for a queue. `delaySeconds` is cut to SQS's 900; attribute values must not be empty. */
export interface QueueMessage {
  readonly queueUrl: string;
  readonly body: string;
  readonly delaySeconds?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Sends messages, at least once and in no particular order. */
export interface QueueSender {
  readonly send: (message: QueueMessage) => Promise<void>;
}
