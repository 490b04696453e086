/** SQS: delays, visibility, redelivery, a dead-letter queue, and batches for a function. */
import type { Kernel } from "../kernel/process.ts";
import type { FunctionPool } from "../kernel/function-pool.ts";

/** A message as a function receives it. */
export interface Received {
  readonly body: string;
  readonly receives: number;
}

/** What became of each message of a batch: done, to be tried again, or poison. */
export type BatchAnswer = readonly ("done" | "again" | "poison")[];

/** A queue and the function that it starts. */
export interface SimQueue {
  /** Takes a message; it shows up after `delayMs`. */
  readonly send: (body: string, delayMs: number) => void;
  /** Moves every dead letter back into the queue. Returns how many there were. */
  readonly redrive: () => number;
  /** Forgets everything, and takes nothing any more: its Region is lost. */
  readonly drop: () => void;
  /** Messages that are waiting, hidden or being worked on. */
  readonly size: () => number;
}

/** A queue's settings. Visibility is six times the function's timeout, as deployed. */
export interface QueueOptions {
  readonly name: string;
  readonly visibilityMs: number;
  readonly maxReceives: number;
  readonly batchSize: number;
  readonly pool: FunctionPool<readonly Received[], BatchAnswer>;
}

interface Message {
  readonly body: string;
  receives: number;
  gone: boolean;
}

/** A queue that is empty. */
export function createSimQueue(kernel: Kernel, { name, visibilityMs, maxReceives, batchSize, pool }: QueueOptions): SimQueue {
  const { scheduler, latency, trace } = kernel;
  let visible: Message[] = [];
  let dead: Message[] = [];
  const all = new Set<Message>();
  let dropped = false;

  const show = (message: Message): void => {
    if (message.gone) return;
    if (message.receives >= maxReceives) {
      trace.note("dead letter", () => name);
      all.delete(message);
      dead.push(message);
      return;
    }
    visible.push(message);
    pump();
  };

  const pump = (): void => {
    // One that was deleted while it was shown again is not delivered.
    visible = visible.filter(({ gone }) => !gone);
    while (visible.length > 0 && pool.hasRoom()) deliver(visible.splice(0, latency.between(1, batchSize)));
  };

  const deliver = (batch: readonly Message[]): void => {
    for (const message of batch) message.receives += 1;
    // A message that is not deleted in time shows up again, whatever became of its receiver.
    const hidden = new Set(batch);
    scheduler.after(visibilityMs, () => {
      for (const message of hidden) show(message);
    });
    pool.invoke(
      batch.map(({ body, receives }) => ({ body, receives })),
      (outcome) => {
        if (outcome.kind === "answered") {
          for (const [index, message] of batch.entries()) {
            const result = outcome.answer[index];
            if (result === "again") continue;
            message.gone = true;
            hidden.delete(message);
            all.delete(message);
            if (result === "poison") dead.push({ body: message.body, receives: 0, gone: false });
          }
        }
        pump();
      },
    );
  };

  const send = (body: string, delayMs: number): void => {
    if (dropped) return;
    const message: Message = { body, receives: 0, gone: false };
    all.add(message);
    scheduler.after(delayMs, () => show(message));
  };

  return {
    send,
    redrive: () => {
      const letters = dead;
      dead = [];
      for (const { body } of letters) send(body, latency.between(1, 1_000));
      return letters.length;
    },
    drop: () => {
      dropped = true;
      for (const message of all) message.gone = true;
      all.clear();
      visible = [];
      dead = [];
    },
    size: () => all.size,
  };
}
