/** Target accounts, and what Parameter Store says of an environment. */
import { awsPartition } from "@dr/runtime";
import { ALLOWING_HINT, didYouMean, DrError, nearestName, toFailure } from "@dr/events";
import { TARGET_ROLE } from "@dr/runtime/target-account";
import { API_BASE } from "@dr/routes";
import { toAccountView, type Accounts, type TargetAccount } from "../accounts/accounts.ts";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { tagged } from "../http/tags.ts";

type Names = "listAccounts" | "getAccount" | "registerAccount" | "validateAccount" | "removeAccount" | "getConfiguration";

/** `/accounts/targets…` and `/config/{environment}/{technology}`. */
export function accountHandlers(deps: ApiDeps): Handlers<Names> {
  const kept = async (accountId: string): Promise<TargetAccount> => {
    const account = await accountsOf(deps).store.get(accountId);
    if (!account) throw new DrError("account.not_found", `account ${accountId} is not registered`);
    return account;
  };
  return {
    listAccounts: async () => tagged({ accounts: (await accountsOf(deps).store.list()).map(toAccountView) }),
    getAccount: async ({ params }) => tagged(toAccountView(await kept(params.accountId))),
    registerAccount: async ({ params: { accountId }, body, actor, requestId }) => {
      const { store } = accountsOf(deps);
      const before = await store.get(accountId);
      // The external id is ours, and never a caller's: it keeps others from having us act for them.
      const made = { ExternalId: `dr-${requestId}`, RegisteredAt: deps.clock.nowIso(), RegisteredBy: actor.principal };
      const { ExternalId, RegisteredAt, RegisteredBy, Name, Regions } = {
        Name: accountId,
        Regions: [deps.about.region],
        ...made,
        ...before,
      };
      await assertRegions(body.regions);
      assertAllowed(body.regions, deps.about.allowedRegions);
      const { name = Name, roleName = TARGET_ROLE, regions = Regions } = body;
      const RoleArn = `arn:${awsPartition(deps.about.region)}:iam::${accountId}:role/${roleName}`;
      const account: TargetAccount = {
        AccountId: accountId,
        Name: name,
        RoleArn,
        ExternalId,
        Regions: regions,
        RegisteredAt,
        RegisteredBy,
      };
      await store.put(account);
      return {
        status: before ? 200 : 201,
        headers: { location: `${API_BASE}/accounts/targets/${accountId}` },
        body: toAccountView(account),
      };
    },
    validateAccount: async ({ params: { accountId } }) => {
      const account = await kept(accountId);
      const { Reason: _, ...rest } = account;
      const reason = await tryRole(accountsOf(deps), account);
      const tried = {
        ...rest,
        ValidatedAt: deps.clock.nowIso(),
        Valid: reason === undefined,
        ...(reason === undefined ? {} : { Reason: reason }),
      };
      await accountsOf(deps).store.put(tried);
      return { status: 200, body: toAccountView(tried) };
    },
    removeAccount: async ({ params: { accountId } }) => {
      await kept(accountId);
      await accountsOf(deps).store.remove(accountId);
      return { status: 204 };
    },
    getConfiguration: async ({ params: { environment, technology } }) => {
      if (!deps.readParameters) throw new DrError("parameters.not_set_up", "this installation reads no Parameter Store");
      const path = `/dr-orchestration/${environment}/${technology}`;
      const found = await deps.readParameters(path);
      if (found.length === 0) throw new DrError("configuration.not_found", `there are no parameters below ${path}`);
      const settings = Object.fromEntries(found.map((each) => [each.name.slice(path.length + 1), shown(each)]));
      return tagged({ environment, technology, path, settings });
    },
  };
}

/** A Region that AWS has not would let no task in. The list of them is loaded by the first account. Throws `request.invalid`. */
async function assertRegions(regions: readonly string[] = []): Promise<void> {
  if (regions.length === 0) return;
  const { awsRegions } = await import("@dr/runtime/aws-regions");
  const errors = regions.flatMap((region, index) => {
    if (awsRegions.includes(region)) return [];
    const nearest = nearestName(region, awsRegions);
    const message = `AWS has no Region ${region}${didYouMean(nearest)}`;
    return [{ path: `regions[${index}]`, code: "invalid_value", message, expected: nearest ?? "Regions of AWS" }];
  });
  if (errors.length > 0) throw new DrError("request.invalid", `${errors.length} invalid value(s) in the body`, { details: { errors } });
}

/** Tasks could act in none of the others: it would be found out at the first of them. Throws `request.invalid`. */
function assertAllowed(regions: readonly string[] = [], allowed: readonly string[] | undefined): void {
  if (allowed === undefined) return;
  const expected = `some of ${allowed.join(", ")}`;
  const errors = regions.flatMap((region, index) =>
    allowed.includes(region)
      ? []
      : [{ path: `regions[${index}]`, code: "region_not_allowed", message: `no task may act in ${region}; ${ALLOWING_HINT}`, expected }],
  );
  if (errors.length > 0) throw new DrError("request.invalid", `${errors.length} invalid value(s) in the body`, { details: { errors } });
}

function accountsOf({ accounts }: ApiDeps): Accounts {
  if (!accounts) throw new DrError("accounts.not_set_up", "this installation keeps no target accounts");
  return accounts;
}

/** Why the role cannot be taken on; undefined if it can. */
async function tryRole({ takeRole }: Accounts, { AccountId, RoleArn, ExternalId }: TargetAccount): Promise<string | undefined> {
  try {
    const account = await takeRole({ arn: RoleArn, externalId: ExternalId });
    return account === AccountId ? undefined : `the role led to account ${account === "" ? "unknown" : account}`;
  } catch (error) {
    return toFailure(error).message;
  }
}

const SECRET = /(?:password|passwd|secret|token|api[-_]?key|private[-_]?key|credential)/i;

/** A secret is never shown, whether Parameter Store calls it one or its name does. */
function shown({ name, value, secret = false }: { readonly name: string; readonly value: string; readonly secret?: boolean }): string {
  return secret || SECRET.test(name.split("/").at(-1) ?? "") ? "(hidden)" : value;
}
