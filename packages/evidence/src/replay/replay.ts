/** Replays the decider over recorded commits: what no command could have produced was not decided, it was written. */
import { executionDecider, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import { toDomainEvent, type Commit } from "@dr/event-log";
import { toFailure, type DomainEvent } from "@dr/events";
import { isSameJson } from "../compare.ts";
import { candidateCommands } from "./candidates.ts";

/** A decision that nobody could have made. */
export interface Impossible {
  readonly commitIndex: number;
  readonly version: number;
  readonly message: string;
}

/** What a replay found, the versions of the rules that are not these (their commits were folded and not decided again), and the state in which the stream ends; null if it cannot be folded. */
export interface Replay {
  readonly impossible: readonly Impossible[];
  readonly otherRules: readonly number[];
  readonly state: ExecutionState | null;
}

/** Progress of a replay. Slices of a plan count with the commit that seals them: the log may have cut that decision. */
interface Walk {
  state: ExecutionState;
  sliced: readonly DomainEvent[];
  unsliced: ExecutionState;
}

/**
 * Decides each commit again on the state before it. Stops at the first that cannot even be folded. With `tolerant` a commit that says that other rules
 * decided it is only folded: an execution that ran through an upgrade was decided by both. Pure.
 */
export function replay(commits: readonly Commit[], { tolerant = false }: { readonly tolerant?: boolean } = {}): Replay {
  const otherRules = new Set<number>();
  const impossible: Impossible[] = [];
  const walk: Walk = { state: executionDecider.initialState, sliced: [], unsliced: executionDecider.initialState };
  for (const [commitIndex, commit] of commits.entries()) {
    try {
      const events = commit.events.map((event) => toDomainEvent(event));
      const isOfOthers = tolerant && commit.rules !== undefined && commit.rules !== executionDecider.rules;
      if (isOfOthers) otherRules.add(commit.rules);
      const why = refute(walk, events, commit);
      if (why !== null && !isOfOthers) impossible.push({ commitIndex, version: commit.firstVersion, message: why });
      for (const event of events) walk.state = executionDecider.evolve(walk.state, event);
    } catch (error) {
      impossible.push({ commitIndex, version: commit.firstVersion, message: `cannot be folded: ${toFailure(error).message}` });
      return { impossible, otherRules: [...otherRules], state: null };
    }
  }
  return { impossible, otherRules: [...otherRules], state: walk.state };
}

/** Why no command leads to these events, or null if one does. */
function refute(walk: Walk, events: readonly DomainEvent[], { actor, epoch }: Commit): string | null {
  const [head] = events;
  if (head?.type === "WavesPlanned" && head.data.part === 1) Object.assign(walk, { sliced: [], unsliced: walk.state });
  if (events.every(({ type }) => type === "WavesPlanned")) {
    walk.sliced = [...walk.sliced, ...events];
    return null;
  }
  const isSealed = walk.sliced.length > 0 && events.some(({ type }) => type === "ExecutionPlanned");
  const recorded = { state: isSealed ? walk.unsliced : walk.state, events: isSealed ? [...walk.sliced, ...events] : events, actor, epoch };
  Object.assign(walk, { sliced: [], unsliced: walk.state });
  const refusals: string[] = [];
  for (const command of candidateCommands(recorded)) {
    const answer = tryCommand(recorded.state, command, recorded.events);
    if (answer === null) return null;
    refusals.push(`${command.type}: ${answer}`);
  }
  return `no command could have produced ${events.map(({ type }) => type).join(", ")} here (${refusals.join("; ")})`;
}

/** Null if the command gives exactly these events, else what it gives instead. */
function tryCommand(state: ExecutionState, command: ExecutionCommand, events: readonly DomainEvent[]): string | null {
  try {
    const soonest = executionDecider.decide(state, command);
    if (isSameJson(soonest, events)) return null;
    const latest = "random" in command ? executionDecider.decide(state, { ...command, random: 1 }) : soonest;
    return isBetween(soonest, events, latest) ? null : differenceOf(soonest, events);
  } catch (error) {
    const { code, message } = toFailure(error);
    return `${code}: ${message}`;
  }
}

/** The wait before a retry is partly random: it must lie between the shortest and the longest, and all else be equal. */
function isBetween(soonest: readonly DomainEvent[], recorded: readonly DomainEvent[], latest: readonly DomainEvent[]): boolean {
  if (soonest.length !== recorded.length || latest.length !== recorded.length) return false;
  return recorded.every((event, index) => {
    const [low, high] = [soonest[index], latest[index]];
    if (event.type !== "TechnologyRetryScheduled" || low?.type !== event.type || high?.type !== event.type) return isSameJson(low, event);
    const { dueAt } = event.data;
    const { delaySeconds } = event.data;
    return isSameJson({ ...low, data: { ...low.data, dueAt, delaySeconds } }, event) && low.data.dueAt <= dueAt && dueAt <= high.data.dueAt;
  });
}

function differenceOf(decided: readonly DomainEvent[], recorded: readonly DomainEvent[]): string {
  const index = recorded.findIndex((event, at) => !isSameJson(event, decided[at]));
  if (index === -1) return `goes on with ${decided[recorded.length]?.type ?? "nothing"}`;
  const [wanted, found] = [decided[index], recorded[index]];
  return wanted?.type === found?.type ? `another ${found?.type}` : `${wanted?.type ?? "nothing"} instead of ${found?.type}`;
}
