/** A batch of queue messages, handled as the platform's queue wrapper handles it: lanes in order, neighbours unaffected, poison set aside. */
import { hasCode } from "@dr/events";
import type { BatchAnswer, Received } from "../world/queue.ts";

/** How a function reads and handles its messages. */
export interface BatchOptions<Message> {
  readonly parse: (body: unknown) => Message;
  readonly laneOf: (message: Message) => string;
  readonly handle: (message: Message) => Promise<void>;
  readonly isPoison?: (error: unknown) => boolean;
}

/** What became of each message. Messages of one lane run one after the other, lanes side by side. */
export async function handleBatch<Message>(messages: readonly Received[], options: BatchOptions<Message>): Promise<BatchAnswer> {
  const lanes = new Map<string, Promise<unknown>>();
  return Promise.all(
    messages.map(({ body }) => {
      const read = readMessage(options, body);
      if ("answer" in read) return Promise.resolve(read.answer);
      const lane = options.laneOf(read.message);
      const run = (lanes.get(lane) ?? Promise.resolve()).then(() => handleOne(options, read.message));
      lanes.set(lane, run);
      return run;
    }),
  );
}

function readMessage<Message>(
  { parse }: BatchOptions<Message>,
  body: string,
): { readonly message: Message } | { readonly answer: BatchAnswer[number] } {
  try {
    return { message: parse(JSON.parse(body)) };
  } catch (error) {
    return { answer: hasCode(error, "event.unknown_type") ? "done" : "poison" };
  }
}

async function handleOne<Message>(options: BatchOptions<Message>, message: Message): Promise<BatchAnswer[number]> {
  try {
    await options.handle(message);
    return "done";
  } catch (error) {
    return options.isPoison?.(error) === true ? "poison" : "again";
  }
}
