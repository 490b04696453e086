/** Accounts in which adapters may act: what is kept of each, and how it is tried. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";

/** An account as it is kept. */
export const targetAccountSchema = lazyLooseObject(() => ({
  AccountId: z.string().regex(/^\d{12}$/),
  Name: z.string(),
  RoleArn: z.string(),
  ExternalId: z.string(),
  Regions: z.array(z.string()),
  RegisteredAt: z.string(),
  RegisteredBy: z.string(),
  ValidatedAt: z.string().optional(),
  Valid: z.boolean().optional(),
  Reason: z.string().optional(),
}));
/** An account as it is kept. */
export type TargetAccount = z.infer<typeof targetAccountSchema>;

/** Where accounts are kept. */
export interface AccountStore {
  readonly list: () => Promise<readonly TargetAccount[]>;
  readonly get: (accountId: string) => Promise<TargetAccount | undefined>;
  readonly put: (account: TargetAccount) => Promise<void>;
  readonly remove: (accountId: string) => Promise<void>;
}

/** Takes on the role and gives the account that one is in then. Throws what the service says. */
export type TakeRole = (role: { readonly arn: string; readonly externalId: string }) => Promise<string>;

/** What the routes of accounts need. */
export interface Accounts {
  readonly store: AccountStore;
  readonly takeRole: TakeRole;
}

/** An account in the API's names. */
export function toAccountView({
  AccountId,
  Name,
  RoleArn,
  ExternalId,
  Regions,
  RegisteredAt,
  RegisteredBy,
  ValidatedAt,
  Valid,
  Reason,
}: TargetAccount) {
  return {
    accountId: AccountId,
    name: Name,
    roleArn: RoleArn,
    externalId: ExternalId,
    regions: Regions,
    registeredAt: RegisteredAt,
    registeredBy: RegisteredBy,
    validation:
      ValidatedAt === undefined ? null : { valid: Valid ?? false, at: ValidatedAt, ...(Reason === undefined ? {} : { reason: Reason }) },
  };
}
