/** A plan whose gates nobody could open is not started: it would wait at the worst time, and then fail. */
import { unreachableGates, type PlanVersion } from "@dr/domain";
import { DrError } from "@dr/events";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { peopleIn } from "../identity/person.ts";

/** Throws `execution.gate_unreachable` with every gate that cannot be opened if this caller asks for the execution. */
export function assertReachableGates({ identity }: Pick<ApiDeps, "identity">, { waves }: Pick<PlanVersion, "waves">, actor: Actor): void {
  const { person, roles } = actor;
  const gates = unreachableGates(waves, { peopleIn: (role) => peopleIn(role, identity), requester: { person, roles } });
  const [first] = gates;
  if (!first) return;
  const { waveNumber, minApprovals, approverRoles, possible } = first;
  const who =
    person === null
      ? "you are nobody who can be told apart, so nobody can be shown to be another"
      : `${possible} people could give them${roles.some((role) => approverRoles.includes(role)) ? ", you not among them" : ""}`;
  const message = `wave ${waveNumber} waits for ${minApprovals} approvals by ${approverRoles.join(" or ")}, which it can never get: ${who}`;
  throw new DrError("execution.gate_unreachable", message, {
    details: {
      gates,
      hint:
        person === null
          ? "ask as a person or a known program: GET /whoami says whom you count as"
          : "let somebody of another role start it, or name further approver roles in the plan; DR_PINNED_SESSION_ROLES says whose sessions name people",
    },
  });
}
