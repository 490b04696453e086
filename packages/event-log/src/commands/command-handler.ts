/** Load, decide, append; on a conflict load and decide again. The only way into a stream. */
import { setTimeout as sleepFor } from "node:timers/promises";
import { DrError, hasCode, type DomainEvent, type FindDefinition } from "@dr/events";
import type { Commit, EventLog, StreamHead } from "../port.ts";
import { takeSnapshot, type SnapshotPolicy } from "../snapshots/snapshot-store.ts";
import { appendDecision, toStoredEvent } from "./append-decision.ts";
import { foldCommits, type Folded } from "./fold.ts";
import { createStreamLoader, type Loaded } from "./load-stream.ts";
import { createSerial } from "./serial.ts";
import type { StateCache } from "./state-cache.ts";

/** The three pure functions over one stream; `Decider` of @dr/domain is one. */
export interface CommandDecider<State, Command, Event extends DomainEvent = DomainEvent> {
  readonly initialState: State;
  readonly decide: (state: State, command: Command) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
  /** Version of these rules, noted in each commit: who decides it again later has to know by which it was decided. */
  readonly rules?: number;
}

/** Who and why. `epoch` is the caller's own; a caller without one (the api) takes the stream's. */
export interface CommandContext {
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly epoch?: number;
}

/** The state after a command. `commit` is the last one written, or null when there was nothing to do; `events` are all that were written. */
export interface HandleResult<State, Event extends DomainEvent = DomainEvent> {
  readonly state: State;
  readonly version: number;
  readonly head: StreamHead;
  readonly epoch: number;
  readonly events: readonly Event[];
  readonly commit: Commit | null;
}

/** What a command handler is built from. */
export interface CommandHandlerDeps<State, Command, Event extends DomainEvent = DomainEvent> {
  readonly log: EventLog;
  readonly decider: CommandDecider<State, Command, Event>;
  /** `EXEC#<id>` or `PLAN#<id>`. */
  readonly toStreamId: (id: string) => string;
  readonly clock: { readonly nowIso: () => string };
  readonly newCommitId: () => string;
  /** A random number in [0,1), for the wait before another try. */
  readonly jitter: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly snapshots?: SnapshotPolicy;
  readonly cache?: StateCache<State>;
  /**
   * Decide on the remembered state first, and read only if that leads to nothing: an append at its head is the proof that it was the present one.
   * For a process that usually wrote last; where others do, each lost try costs a refused write.
   */
  readonly triesRemembered?: boolean;
  /** Streams that nobody remembers are read from their end, so many commits; see `createStreamLoader`. */
  readonly endFirst?: number;
  /** Versions and upcasters of the events. Default: those of @dr/events. */
  readonly findDefinition?: FindDefinition | undefined;
  /** Called after each command that wrote something: the history item. If it fails the projector repairs it; the command stands. */
  readonly onAppended?: (state: State, commit: Commit) => Promise<void>;
  readonly logger?: { readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void };
}

/** Handles commands to the streams of one kind, and reads their states. */
export interface CommandHandler<State, Command, Event extends DomainEvent = DomainEvent> {
  /**
   * Decides on the present state and appends the decision. Throws what the decider throws, `execution.stale_epoch` if another Region leads by
   * now, `log.version_conflict` after 5 lost races, and what `EventLog.append` throws. A command that was refused has written nothing.
   */
  readonly handle: (id: string, command: Command, context: CommandContext) => Promise<HandleResult<State, Event>>;
  /** The present state, by a consistent read; version 0 and the initial state if there is no such stream. */
  readonly load: (id: string) => Promise<Loaded<State>>;
  /** True for a stream that this process has folded before: `load` reads only what came after. */
  readonly remembers: (id: string) => Promise<boolean>;
}

const MAX_TRIES = 5;
const BASE_WAIT_MS = 20;

/** A handler of commands. Calls for one stream run one after the other; different streams run side by side. */
export function createCommandHandler<State, Command, Event extends DomainEvent = DomainEvent>(
  deps: CommandHandlerDeps<State, Command, Event>,
): CommandHandler<State, Command, Event> {
  const { log, decider, cache, snapshots, findDefinition } = deps;
  const { initialState, evolve } = decider;
  const load = createStreamLoader({ log, cache, snapshots, findDefinition, endFirst: deps.endFirst, initialState, evolve });
  const serial = createSerial();

  const decide = (streamId: string, before: Folded<State>, command: Command, { epoch }: CommandContext): readonly Event[] => {
    if (epoch !== undefined && epoch < before.epoch) throw staleEpoch(streamId, epoch, before.epoch);
    return decider.decide(before.state, command);
  };

  const write = async (
    streamId: string,
    before: Folded<State>,
    events: readonly Event[],
    context: CommandContext,
  ): Promise<HandleResult<State, Event>> => {
    if (events.length === 0) return { ...before, version: before.head.version, events: [], commit: null };
    const { actor, correlationId, causationId } = context;
    const epoch = Math.max(before.epoch, context.epoch ?? 0);
    const commits = await appendDecision(deps, {
      streamId,
      head: before.head,
      events: events.map((event) => toStoredEvent(event, findDefinition)),
      actor,
      correlationId,
      causationId,
      epoch,
      ...(decider.rules === undefined ? {} : { rules: decider.rules }),
    });
    const after = foldCommits(before, commits, decider.evolve, findDefinition);
    cache?.set(streamId, after);
    const commit = commits.at(-1) ?? null;
    if (commit !== null) await tellOthers(deps, after, commit);
    return { ...after, version: after.head.version, events, commit };
  };

  const attempt = async (streamId: string, command: Command, context: CommandContext): Promise<HandleResult<State, Event>> => {
    const before = await load(streamId);
    return write(streamId, before, decide(streamId, before, command, context), context);
  };

  /** The command on the state as we remember it; undefined if that may not be the present one: a refusal or nothing to do is told of no old state. */
  const attemptRemembered = async (streamId: string, command: Command, context: CommandContext) => {
    const before = deps.triesRemembered === true ? cache?.get(streamId) : undefined;
    const events = before && valueOf(() => decide(streamId, before, command, context));
    if (!before || !events || events.length === 0) return undefined;
    try {
      return await write(streamId, before, events, context);
    } catch (error) {
      if (!hasCode(error, "log.version_conflict")) throw error;
      return undefined;
    }
  };

  const handle = async (streamId: string, command: Command, context: CommandContext): Promise<HandleResult<State, Event>> => {
    const remembered = await attemptRemembered(streamId, command, context);
    if (remembered) return remembered;
    for (let tries = 1; ; tries += 1) {
      // A try that lost leaves nothing behind, so the next one decides afresh on what the winner wrote.
      try {
        return await attempt(streamId, command, context);
      } catch (error) {
        if (!hasCode(error, "log.version_conflict") || tries === MAX_TRIES) throw error;
        await (deps.sleep ?? sleepFor)(deps.jitter() * BASE_WAIT_MS * 2 ** tries);
      }
    }
  };

  return {
    handle: (id, command, context) => {
      const streamId = deps.toStreamId(id);
      return serial(streamId, () => handle(streamId, command, context));
    },
    load: (id) => load(deps.toStreamId(id)),
    remembers: async (id) => cache?.get(deps.toStreamId(id)) !== undefined,
  };
}

function valueOf<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What follows a commit that stands: neither of the two may fail the command. */
async function tellOthers<State, Command, Event extends DomainEvent>(
  { onAppended, snapshots, logger }: CommandHandlerDeps<State, Command, Event>,
  after: Folded<State>,
  commit: Commit,
): Promise<void> {
  const failed = (what: string) => (error: unknown) => {
    logger?.warn(`${what} failed after a commit; it will be repaired`, { streamId: commit.streamId, version: commit.lastVersion, error });
  };
  await Promise.all([
    onAppended?.(after.state, commit).catch(failed("onAppended")),
    snapshots && takeSnapshot(snapshots, after, commit).catch(failed("snapshot")),
  ]);
}

function staleEpoch(streamId: string, own: number, leading: number): DrError {
  return new DrError("execution.stale_epoch", `${streamId} is led under epoch ${leading}; this planner's is ${own}`, {
    details: { streamId, ownEpoch: own, epoch: leading },
  });
}
