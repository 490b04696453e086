/** Queues inside one process, and the moment when all of them have run empty. */
import { setImmediate as breathe } from "node:timers/promises";

/** Messages handled between two breaths of the event loop: without them nothing else of the process would ever run. */
const MESSAGES_PER_BREATH = 1_000;
/** A message is tried this often, as a queue's redrive policy would have it; then it is dead. */
const MAX_TRIES = 5;

/** A queue with its consumer. */
export interface WorkQueue<Message> {
  readonly send: (message: Message) => void;
}

/** The queues of one run. */
export interface WorkQueues {
  /** A first-in, first-out queue, worked on by `workers` at a time. */
  readonly create: <Message>(workers: number, handle: (message: Message) => Promise<void>) => WorkQueue<Message>;
  /** Resolves when nothing waits and nothing is in hand. */
  readonly idle: () => Promise<void>;
  /** What failed every time. */
  readonly dead: () => readonly unknown[];
}

/** Queues of which none has a message yet. */
export function createWorkQueues(): WorkQueues {
  const dead: unknown[] = [];
  const waiters: (() => void)[] = [];
  let open = 0;
  let handled = 0;

  const close = (): void => {
    open -= 1;
    if (open === 0) for (const resolve of waiters.splice(0)) resolve();
  };
  const attempt = async <Message>(message: Message, handle: (message: Message) => Promise<void>): Promise<void> => {
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      try {
        return await handle(message);
      } catch (error) {
        if (tries === MAX_TRIES) dead.push(error);
      }
    }
  };

  return {
    create: (workers, handle) => {
      const waiting = createFifo<Parameters<typeof handle>[0]>();
      let busy = 0;
      const work = async (): Promise<void> => {
        for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
          await attempt(message, handle);
          handled += 1;
          if (handled % MESSAGES_PER_BREATH === 0) await breathe();
          close();
        }
        busy -= 1;
      };
      return {
        send: (message) => {
          open += 1;
          waiting.push(message);
          if (busy === workers) return;
          busy += 1;
          queueMicrotask(() => void work());
        },
      };
    },
    idle: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    dead: () => dead,
  };
}

/** First in, first out, at a constant price: `Array.shift` moves everything behind it. */
function createFifo<T>(): { push: (item: T) => void; shift: () => T | undefined } {
  let items: (T | undefined)[] = [];
  let first = 0;
  return {
    push: (item) => {
      items.push(item);
    },
    shift: () => {
      const item = items[first];
      items[first] = undefined;
      first += 1;
      if (first > 1_000 && first * 2 > items.length) {
        items = items.slice(first);
        first = 0;
      }
      if (first > items.length) first = items.length;
      return item;
    },
  };
}
