/** An account in which tasks may act: where it is kept, and what of it is not as it should be. */
import { awsPartition } from "@dr/runtime";
import { DrError, type TaskTarget } from "@dr/events";
import { TARGET_ROLE } from "@dr/runtime/target-account";

/** Name of the secret of an account, which may hold its role and external id in the place of the table. */
export function accountSecretId(accountId: string): string {
  return `dr-orchestration/cross-account/target-account-${accountId}`;
}

/** What table and secret say of an account, as far as they do; the secret's word counts. */
export interface AccountFacts {
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** Regions in which tasks may act there; none = all. */
  readonly regions?: readonly string[] | undefined;
}

/** A role that may be taken. */
export interface AccountRole {
  readonly arn: string;
  readonly externalId: string;
}

/** Reads an account; undefined if neither table nor secret knows it. */
export type ReadAccount = (accountId: string) => Promise<AccountFacts | undefined>;

/** The role to take, or the reason why none is: `task.account_unknown`, `task.role_not_allowed`, `task.region_not_allowed`. Nothing is asked before. */
export function roleFor(accountId: string, { region }: TaskTarget, facts: AccountFacts | undefined): AccountRole {
  if (facts?.externalId === undefined) {
    const where = facts === undefined ? "is not registered" : "has no external id";
    const message = `account ${accountId} ${where}: register it (PUT /accounts/targets/${accountId}), or keep role_arn and external_id in the secret ${accountSecretId(accountId)}`;
    throw new DrError("task.account_unknown", message, { details: { accountId } });
  }
  const { externalId, regions = [] } = facts;
  const { roleArn = `arn:${awsPartition(region ?? regions[0] ?? "")}:iam::${accountId}:role/${TARGET_ROLE}` } = facts;
  if (!isAllowed(accountId, roleArn)) {
    const message = `${roleArn} is no role that an adapter may take: expected ${TARGET_ROLE} of account ${accountId}`;
    throw new DrError("task.role_not_allowed", message, { details: { roleArn } });
  }
  if (region !== undefined && regions.length > 0 && !regions.includes(region)) {
    const message = `target.region: ${region} is not among the Regions of account ${accountId} (${regions.join(", ")})`;
    throw new DrError("task.region_not_allowed", message, { details: { accountId, region, expected: [...regions] } });
  }
  return { arn: roleArn, externalId };
}

/** The manifest's own limit, said before IAM would. */
function isAllowed(accountId: string, arn: string): boolean {
  const [, account, name = ""] = /^arn:aws[\w-]*:iam::(\d{12}):role\/([\w+=,.@-]+)$/.exec(arn) ?? [];
  return account === accountId && name.startsWith(TARGET_ROLE);
}
