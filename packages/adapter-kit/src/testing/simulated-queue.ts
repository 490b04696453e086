/** A queue with delays, visibility and redelivery, in virtual time. */

/** A message as it waits in the queue. */
export interface QueuedMessage {
  readonly body: unknown;
  readonly visibleAtMs: number;
  readonly receives: number;
}

/** The queue of one run. */
export interface SimulatedQueue {
  readonly send: (body: unknown, visibleAtMs: number) => void;
  /** Takes the message that becomes visible first; ties in the order of sending. */
  readonly take: () => QueuedMessage | undefined;
  /** Puts a message back that was not acknowledged. */
  readonly giveBack: (message: QueuedMessage, visibleAtMs: number) => void;
  readonly size: () => number;
}

/** An empty queue. Bodies are copied as JSON, as on the wire. */
export function createSimulatedQueue(): SimulatedQueue {
  const messages: QueuedMessage[] = [];
  return {
    send: (body, visibleAtMs) => {
      messages.push({ body: JSON.parse(JSON.stringify(body)) as unknown, visibleAtMs, receives: 0 });
    },
    take: () => {
      const first = messages.toSorted((left, right) => left.visibleAtMs - right.visibleAtMs)[0];
      if (first) messages.splice(messages.indexOf(first), 1);
      return first;
    },
    giveBack: (message, visibleAtMs) => {
      messages.push({ ...message, visibleAtMs, receives: message.receives + 1 });
    },
    size: () => messages.length,
  };
}
