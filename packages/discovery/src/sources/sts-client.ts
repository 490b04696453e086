/** Borrows the role of another account. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DrError } from "@dr/events";
import type { AwsClientConfig } from "@dr/runtime";
import type { DiscoveryRole } from "./settings.ts";
import type { SourceCredentials } from "./source-config.ts";

/** Credentials for an hour, which is the most that a role borrowed by a role may have (IAM user guide, "Role chaining"). */
export async function assumeRole(config: AwsClientConfig, { arn, externalId }: DiscoveryRole): Promise<SourceCredentials> {
  const client = new STSClient(config);
  const { Credentials } = await client.send(
    new AssumeRoleCommand({
      RoleArn: arn,
      RoleSessionName: "dr-discovery",
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined)
    throw new DrError("discovery.no_credentials", `${arn} gave no credentials`);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}
