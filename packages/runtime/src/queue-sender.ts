/** Sending to a queue, now or later. */
import type { BaseEnv } from "./env.ts";
import { lazyPort } from "./lazy-port.ts";
import type { QueueSender } from "./queue-port.ts";

/** A sender on SQS, whose client is loaded with the first message. The endpoint is the configured one, never the queue URL's host, which may point at real AWS. */
export function createSqsSender(env: BaseEnv): QueueSender {
  return lazyPort(async () => (await import("./sqs-sender.ts")).openSqsSender(env));
}
