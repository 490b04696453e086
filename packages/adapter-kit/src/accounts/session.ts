/** Sessions in other accounts: taken when a client needs one, shared by all clients of an execution, renewed before they end. */
import { DrError, type TaskTarget } from "@dr/events";
import { READ_ROLE_SUFFIX } from "@dr/runtime/target-account";
import { roleFor, type AccountRole, type ReadAccount } from "./account.ts";

/** Keys of a session. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Takes a role. `sessionName` is also the source identity, which CloudTrail shows of everything that the session does. */
export type TakeRole = (role: AccountRole, sessionName: string) => Promise<SessionKeys>;

/** What sessions are made with. */
export interface SessionDeps {
  readonly readAccount: ReadAccount;
  readonly takeRole: TakeRole;
  /** ARN of the role that this function has: the one that a target role has to trust. */
  readonly whoAmI: () => Promise<string>;
  readonly nowMs: () => number;
  /** Which of the account's two roles is taken. Default: `act`. */
  readonly access?: "act" | "read";
}

/** As long as the SDK's clients think of keys as good: five minutes before their end they ask again. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Session names and source identities (STS API reference): 2 to 64 of these. */
const FORBIDDEN = /[^\w+=,.@-]/g;
const MAX_NAME = 64;

/** Name of the sessions of an execution. */
export function sessionNameOf(executionId: string): string {
  return `dr-${executionId.replaceAll(FORBIDDEN, "-")}`.slice(0, MAX_NAME);
}

/**
 * A credential provider for one target: asked by every client of it, it takes the role once, and again when five minutes of a session are left. Throws what `roleFor` does, and
 * `task.role_refused` with the trust policy that the role would need.
 */
export function createSession(deps: SessionDeps, target: TaskTarget, executionId: string): () => Promise<SessionKeys> {
  let held: SessionKeys | undefined;
  let taking: Promise<SessionKeys> | undefined;
  const take = async (): Promise<SessionKeys> => {
    const { accountId = "" } = target;
    const acting = roleFor(accountId, target, await deps.readAccount(accountId));
    const role = deps.access === "read" ? { ...acting, arn: `${acting.arn}${READ_ROLE_SUFFIX}` } : acting;
    try {
      held = await deps.takeRole(role, sessionNameOf(executionId));
      return held;
    } catch (error) {
      throw isRefusal(error) ? await refused(deps, role, error) : error;
    }
  };
  return async () => {
    if (held !== undefined && held.expiration.getTime() - deps.nowMs() > RENEW_BEFORE_MS) return held;
    taking ??= take().finally(() => (taking = undefined));
    return taking;
  };
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && /^AccessDenied(?:Exception)?$/.test(error.name);
}

/** STS tells a role that is not there and one that does not trust us alike. */
async function refused({ whoAmI }: SessionDeps, role: AccountRole, cause: Error): Promise<DrError> {
  const me = await whoAmI().catch(() => "the role of this function");
  const trustPolicy = trustNeeded(me);
  const next = "deploy stacks/target-account/template.json there, or let its trust policy say so";
  const message = `${role.arn} cannot be taken (${cause.name}): it has to be there and to trust ${me}, with its external id and sessions named dr-…; ${next}`;
  return new DrError("task.role_refused", message, { cause, details: { roleArn: role.arn, trustPolicy } });
}

/** The statement that lets us in. The external id stays out of it: what is reported is read by more people than may know it. */
function trustNeeded(principal: string) {
  return {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
    Condition: {
      StringEquals: { "sts:ExternalId": "<as registered>" },
      StringLike: { "sts:RoleSessionName": "dr-*", "sts:SourceIdentity": "dr-*" },
    },
  };
}
