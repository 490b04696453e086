/** Asks AWS where the app is being deployed. */
import type { Account } from "./model/arns.ts";

/** The account, Region and partition of the credentials in use. */
export async function currentAccount(): Promise<Account> {
  const [{ accountId }, { region }, { partition, dnsSuffix }] = await Promise.all([
    aws.getCallerIdentity({}),
    aws.getRegion({}),
    aws.getPartition({}),
  ]);
  return { accountId, region, partition, dnsSuffix };
}
