/** What can be done now: found by asking the decider, never by a second set of rules. */
import { DrError } from "@dr/events";
import type { CommandActor, ExecutionCommand } from "../commands.ts";
import { executionDecider } from "../decider.ts";
import type { ExecutionState } from "../state.ts";
import { ACTION_ROLES, mayTry, SOMEBODY, type ActionName } from "./action-roles.ts";
import { candidatesOf, type Candidate } from "./candidates.ts";

/** A request that would be accepted now, ready to be sent. */
export interface NextAction {
  readonly action: ActionName;
  readonly method: "PUT" | "POST" | "DELETE";
  readonly path: string;
  /** A body that is accepted as it stands, or null if none is needed; texts are examples. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Roles whose request would be accepted. Nobody approves, or empties the gate of, what they asked for themselves. */
  readonly whoMay: readonly string[];
  /** Whether the caller's own request would be accepted; absent when nobody in particular asks. */
  readonly youMay?: boolean;
  /** For a task: every task of which the same can be asked, at most 20, and how many more there are. */
  readonly taskIds?: readonly string[];
  readonly unlisted?: number;
}

const MAX_TASKS = 20;

/**
 * Every action that anybody may take at `now` (ISO 8601, UTC), with the roles that may, and whether `caller` may. Each was put to the decider,
 * which accepted it and had something to do; whatever the decider accepts from a person is in the list.
 */
export function nextActions(state: ExecutionState, now: string, caller?: CommandActor): readonly NextAction[] {
  return candidatesOf(state).flatMap((candidate) => {
    const found = offer(state, candidate, now, caller);
    return found ? [found] : [];
  });
}

function offer(state: ExecutionState, candidate: Candidate, now: string, caller: CommandActor | undefined): NextAction | undefined {
  const { action } = candidate;
  const open = candidate.tasks?.(caller);
  if (open?.length === 0) return undefined;
  const first = open?.[0];
  const decide = (actor: CommandActor): boolean => isAccepted(state, candidate.toCommand({ actor, now }, first));
  const accepts = accepting(action, decide);
  const whoMay = ACTION_ROLES[action].filter((role) => accepts({ principal: SOMEBODY, role }));
  const youMay = caller && accepts(caller);
  if (whoMay.length === 0 && youMay !== true) return undefined;
  return { action, ...candidate.toRequest(first), whoMay, ...(youMay === undefined ? {} : { youMay }), ...(open ? listOf(open) : {}) };
}

/** Whether an actor's request is accepted. Where the decider never looked at who asks, its first answer holds for every role that may try. */
function accepting(action: ActionName, decide: (actor: CommandActor) => boolean): (actor: CommandActor) => boolean {
  let looked = false;
  const told = <T>(value: T): T => {
    looked = true;
    return value;
  };
  const [first = ""] = ACTION_ROLES[action];
  const anybody: Required<CommandActor> = {
    get principal() {
      return told(SOMEBODY);
    },
    get role() {
      return told(first);
    },
    get person() {
      return told(SOMEBODY);
    },
  };
  const forAll = decide(anybody);
  return looked ? (actor) => mayTry(action, actor.role) && decide(actor) : ({ role }) => forAll && mayTry(action, role);
}

function listOf(taskIds: readonly string[]): Pick<NextAction, "taskIds" | "unlisted"> {
  const unlisted = taskIds.length - MAX_TASKS;
  return { taskIds: taskIds.slice(0, MAX_TASKS), ...(unlisted > 0 ? { unlisted } : {}) };
}

/** A command that would change nothing is no step onward. */
function isAccepted(state: ExecutionState, command: ExecutionCommand): boolean {
  try {
    return executionDecider.decide(state, command).length > 0;
  } catch (error) {
    if (error instanceof DrError) return false;
    throw error;
  }
}
