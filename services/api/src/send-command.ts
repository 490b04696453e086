/** Commands of HTTP requests: who asked, why, and once even if the answer was lost. */
import type { CommandContext, CommandHandler, EventLog } from "@dr/event-log";

/** What of a request goes into the log. */
export interface Asked {
  readonly actor: { readonly principal: string };
  readonly correlationId: string;
  readonly requestId: string;
  readonly repeated: boolean;
  /** A take-over and a new execution bring an epoch; every other request takes the stream's. */
  readonly epoch?: number;
}

/** Where a command goes. */
export interface CommandTarget<State, Command> {
  readonly log: EventLog;
  readonly handler: CommandHandler<State, Command>;
  readonly streamId: string;
  readonly id: string;
}

/**
 * Sends a command and gives the state after it, and whether it changed anything. The commit's causation is the request: when a repeat finds a commit of its own request, the
 * command has been carried out and is not sent again. Throws what the decider and the log throw.
 */
export async function sendCommand<State, Command>(
  target: CommandTarget<State, Command>,
  command: Command,
  asked: Asked,
): Promise<{ readonly state: State; readonly changed: boolean }> {
  const { log, handler, id, streamId } = target;
  const causationId = `request:${asked.requestId}`;
  if (asked.repeated && (await log.read(streamId)).some((commit) => commit.causationId === causationId)) {
    return { state: (await handler.load(id)).state, changed: true };
  }
  const context: CommandContext = {
    actor: asked.actor.principal,
    correlationId: asked.correlationId,
    causationId,
    ...(asked.epoch === undefined ? {} : { epoch: asked.epoch }),
  };
  const { state, commit } = await handler.handle(id, command, context);
  return { state, changed: commit !== null };
}
