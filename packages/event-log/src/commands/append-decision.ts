/** Writes one decision: one commit, or several when only a sliced plan makes it too large for one. */
import { findDefinition as findToday, parseStrict, type DomainEvent, type FindDefinition } from "@dr/events";
import { headOf } from "../commit.ts";
import type { AppendRequest, Commit, EventLog, StoredEvent, StreamHead } from "../port.ts";
import { splitDecision } from "./split-decision.ts";

/** A decision and the head that it was made at; each commit of it gets its own id. */
export type Decision = Omit<AppendRequest, "commitId" | "recordedAt">;

/** What writing a decision takes. */
export interface AppendDeps {
  readonly log: EventLog;
  readonly clock: { readonly nowIso: () => string };
  readonly newCommitId: () => string;
}

/** The form in which an event is stored. Producers are strict: throws `event.invalid` or `event.unknown_type` before anything is written. */
export function toStoredEvent({ type, data, at }: DomainEvent, findDefinition: FindDefinition = findToday): StoredEvent {
  return { type, schemaVersion: findDefinition(type)?.version ?? 1, at, data: parseStrict(type, data) };
}

/** Appends a decision and returns its commits, in order. A failure after the first of several leaves slices that no one counts yet. */
export async function appendDecision(deps: AppendDeps, decision: Decision): Promise<readonly Commit[]> {
  try {
    const request = { ...decision, commitId: deps.newCommitId(), recordedAt: deps.clock.nowIso() };
    return [(await deps.log.append(request)).commit];
  } catch (error) {
    const halves = splitDecision(decision.events, error);
    if (halves === null) throw error;
    const first = await appendDecision(deps, { ...decision, events: halves[0] });
    return [...first, ...(await appendDecision(deps, { ...decision, head: endOf(first, decision.head), events: halves[1] }))];
  }
}

function endOf(commits: readonly Commit[], head: StreamHead): StreamHead {
  const last = commits.at(-1);
  return last === undefined ? head : headOf(last);
}
