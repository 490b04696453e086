/** STS in the Region of the function itself: no other one may be lost and be in the way. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { FunctionEnv } from "@dr/runtime";
import { createClientPair } from "../client-pair.ts";
import { atHome } from "../connection.ts";
import type { SessionDeps } from "./session.ts";

/** The shortest that there is: a poll needs seconds, and a session that nobody uses should end. */
const SESSION_SECONDS = 900;

/** Takes roles, and says which one the function has. */
export function createSts(env: FunctionEnv): Pick<SessionDeps, "takeRole" | "whoAmI"> {
  // The global endpoint is in us-east-1; that of the function's own Region is where the function runs, which is not lost.
  const { read } = createClientPair(atHome(env), (config) => new STSClient(config), env["AWS_REGION"]);
  return {
    takeRole: async ({ arn, externalId }, sessionName) => {
      const { Credentials } = await read.send(
        new AssumeRoleCommand({
          RoleArn: arn,
          ExternalId: externalId,
          RoleSessionName: sessionName,
          SourceIdentity: sessionName,
          DurationSeconds: SESSION_SECONDS,
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new Error(`STS answered without keys for ${arn}`);
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
    },
    whoAmI: async () => {
      const { Arn = "" } = await read.send(new GetCallerIdentityCommand({}));
      return Arn.replace(/^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "$1:iam::$2:role/$3");
    },
  };
}
