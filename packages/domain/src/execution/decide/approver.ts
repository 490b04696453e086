/** Whether somebody counts as another person than the one who asked: the one rule behind approvals and what lies behind their gates. */
import type { CommandActor } from "../commands.ts";
import type { ExecutionState } from "../state.ts";

/** Begins the name of a program. */
const MACHINE = "machine:";

/** Whom an actor counts as; null for nobody who can be told apart. */
export function personOf({ principal, person }: CommandActor): string | null {
  return person === undefined ? principal : person;
}

/** Why an approval by this actor would not count as another person's; null when it would. */
export function whyNotApprover(
  { request }: Pick<ExecutionState, "request">,
  actor: CommandActor,
): "approval.not_a_person" | "approval.requester_unknown" | "approval.self" | null {
  const person = personOf(actor);
  if (person === null || person.startsWith(MACHINE)) return "approval.not_a_person";
  const requester = request?.requestedByPerson === undefined ? request?.requestedBy : request.requestedByPerson;
  if (requester === null) return "approval.requester_unknown";
  return person === requester ? "approval.self" : null;
}
