/** A queue sender that keeps what was sent, and fails when told to. */
import type { QueueMessage, QueueSender } from "../queue-port.ts";

/** A queue sender for tests. */
export interface RecordedQueue extends QueueSender {
  readonly messages: readonly QueueMessage[];
  readonly failNext: (times?: number) => void;
}

/** A sender that keeps its messages in order. */
export function createRecordedQueue(): RecordedQueue {
  const messages: QueueMessage[] = [];
  let failures = 0;
  return {
    messages,
    failNext: (times = 1) => {
      failures = times;
    },
    send: (message) => {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error("told to fail"));
      }
      messages.push(message);
      return Promise.resolve();
    },
  };
}
