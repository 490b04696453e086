/** A command handler over a memory log, with time, ids and waiting in the hands of the test. */
import { createCommandHandler, type CommandHandler, type CommandHandlerDeps } from "../commands/command-handler.ts";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { AppendRequest, EventLog } from "../port.ts";
import { appendRequest, storedEvent } from "./requests.ts";
import { waveDecider, type CompleteWaves, type WaveCounterState } from "./wave-decider.ts";

/** Context of a command whose origin does not matter. */
export const someContext = { actor: "someone", correlationId: "c", causationId: "cause" };

/** A handler under test; `slept` are its waits in milliseconds, and `another` makes a second process over the same parts. */
export interface HandlerUnderTest {
  readonly log: EventLog;
  readonly slept: readonly number[];
  readonly handler: CommandHandler<WaveCounterState, CompleteWaves>;
  readonly another: () => CommandHandler<WaveCounterState, CompleteWaves>;
}

let processes = 0;

/** Sets up a handler; half of the longest wait is waited, at no cost. */
export function handlerUnderTest(overrides: Partial<CommandHandlerDeps<WaveCounterState, CompleteWaves>> = {}): HandlerUnderTest {
  const log = overrides.log ?? createMemoryEventLog();
  const slept: number[] = [];
  let ids = 0;
  processes += 1;
  const process = processes;
  const deps: CommandHandlerDeps<WaveCounterState, CompleteWaves> = {
    log,
    decider: waveDecider,
    toStreamId: (id) => `EXEC#${id}`,
    clock: { nowIso: () => "2026-11-23T05:00:00.000Z" },
    newCommitId: () => {
      ids += 1;
      return `commit-${process}-${ids}`;
    },
    jitter: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms);
    },
    ...overrides,
  };
  return { log, slept, handler: createCommandHandler(deps), another: () => createCommandHandler(deps) };
}

/** A log in which `before` happens ahead of the nth append. */
export function withRace(log: EventLog, before: (request: AppendRequest, nth: number) => Promise<void>): EventLog {
  let appends = 0;
  return {
    ...log,
    append: async (request) => {
      appends += 1;
      await before(request, appends);
      return await log.append(request);
    },
  };
}

/** Someone else completes a wave in the stream. */
export async function intrude(log: EventLog, streamId: string, waveNumber: number): Promise<void> {
  const last = (await log.read(streamId)).at(-1);
  const head = last ? { head: { version: last.lastVersion, hash: last.hash } } : {};
  await log.append(appendRequest(streamId, { ...head, events: [storedEvent(waveNumber)] }));
}
