/** Sets a poison message aside with the reason, so that it neither blocks its neighbours nor is lost. */
import { toFailure } from "@dr/events";
import type { QueueSender } from "./queue-port.ts";

/** Where poison goes. Fails if the message could not be stored; then it must not be acknowledged. */
export interface DeadLetters {
  readonly send: (rawBody: string, reason: unknown) => Promise<void>;
}

const MAX_MESSAGE_LENGTH = 1_000;

/** Dead letters in the queue `queueUrl`, with message attributes `ErrorCode` and `ErrorMessage`. The body is kept as it came. */
export function createDeadLetters(sender: QueueSender, queueUrl: string): DeadLetters {
  return {
    send: async (rawBody, reason) => {
      const failure = toFailure(reason);
      await sender.send({
        queueUrl,
        body: rawBody,
        attributes: { ErrorCode: failure.code, ErrorMessage: toAttributeText(failure.message) },
      });
    },
  };
}

/** SQS refuses control characters and empty attribute values. */
function toAttributeText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const printable = text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "?").slice(0, MAX_MESSAGE_LENGTH);
  return printable === "" ? "(no message)" : printable;
}
