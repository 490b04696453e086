/** The queues between the bus and the functions: messages wait for their time, which the caller makes come. */

/** A message. */
export interface Message {
  readonly queue: string;
  readonly body: string;
  readonly dueMs: number;
}

/** All queues of the account. */
export interface Queues {
  readonly send: (message: Message) => void;
  /** Takes the message that is due first; among several the one that was sent first. */
  readonly next: () => Message | undefined;
}

/** Empty queues. */
export function createQueues(): Queues {
  const waiting: Message[] = [];
  return {
    send: (message) => {
      const later = waiting.findIndex(({ dueMs }) => dueMs > message.dueMs);
      waiting.splice(later === -1 ? waiting.length : later, 0, message);
    },
    next: () => waiting.shift(),
  };
}
