/** The account that a task acts in, held against the accounts that its ARNs tell: names are looked up without them, and the wrong one may have the same name. */
import { parseReference, type Failure, type TaskTarget } from "@dr/events";
import { toPathText, type FunctionEnv } from "@dr/runtime";
import { namesOf } from "./input-schema.ts";
import type { Operation } from "./operation.ts";

/** The function's own account; undefined on a simulated estate, which is every account's. */
export function homeAccountOf(env: FunctionEnv): string | undefined {
  return env["DR_ESTATE"] === "simulated" ? undefined : env["DR_ACCOUNT_ID"];
}

/** Why a task may not act on what it names: `task.other_account`, with each place. Undefined where nobody knows the account. */
export function accountRefusal(
  operation: Pick<Operation<never>, "resources" | "config">,
  task: {
    readonly resources: Readonly<Record<string, unknown>>;
    readonly config: Readonly<Record<string, unknown>>;
    readonly target?: TaskTarget | undefined;
  },
  homeAccount: string | undefined,
): Failure | undefined {
  const acting = task.target?.accountId ?? homeAccount;
  if (acting === undefined) return undefined;
  const { resources, config } = task;
  const places = namesOf(operation, { resources, config }).flatMap(({ use, reference, written, path }) => {
    const { account = "" } = parseReference(reference) ?? {};
    const isElsewhere = (use === "acts" || use === "reads") && account !== "" && account !== acting;
    return isElsewhere ? [{ path: toPathText(path), written, account }] : [];
  });
  const [first] = places;
  if (!first) return undefined;
  const next = `say target: { accountId: "${first.account}" } if it is meant, else name what is in ${acting}`;
  const message = `${first.path}: \`${first.written}\` is in account ${first.account}, and this task acts in ${acting}: ${next}`;
  return { code: "task.other_account", message, retryable: false, details: { places, expected: acting } };
}
