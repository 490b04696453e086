/** Takes on roles of other accounts, to see that it can be done. */
import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import type { TakeRole } from "./accounts.ts";

/** Takes on a role for the shortest time that there is (15 min), and gives the account of the session. */
export function createTakeRole(config: STSClientConfig): TakeRole {
  const client = new STSClient(config);
  return async ({ arn, externalId }) => {
    const request = { RoleArn: arn, ExternalId: externalId, RoleSessionName: "dr-validate", DurationSeconds: 900 };
    const { AssumedRoleUser } = await client.send(new AssumeRoleCommand(request));
    return AssumedRoleUser?.Arn?.split(":")[4] ?? "";
  };
}
