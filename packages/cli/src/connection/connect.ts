/** A client for the place that flags, variables and files name. */
import { bearer, createClient, sigV4, type Authorize, type Client } from "@dr/client";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal.ts";
import type { ConnectionFlags } from "./flags.ts";
import { findPlace, type Place } from "./profile.ts";

/** Resolves to the client; throws what `findPlace` throws. Credentials come from the SDK's chain unless `ready.json` has them. */
export async function connect(flags: ConnectionFlags, terminal: Terminal): Promise<Client> {
  const place = findPlace(flags, terminal);
  return createClient({ endpoint: place.endpoint, authorize: await authorizeAs(place, terminal) });
}

/** The chain tells of the last place that it looked at, which is seldom the one that was meant. */
function noCredentials(awsProfile: string | undefined, cause: unknown): CliError {
  const where =
    awsProfile === undefined
      ? "expected AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or a role of this machine; a `ready` file in the profile for `pnpm dev`"
      : `of the AWS profile ${awsProfile}`;
  return new CliError("cli.credentials_missing", `no credentials to sign with, ${where}: ${(cause as Error).message}`, { cause });
}

/** What signs for the place's caller. */
export async function authorizeAs({ caller, region }: Place, { variable }: Terminal): Promise<Authorize> {
  if (caller.kind === "token") return bearer(async () => caller.token);
  if (caller.kind === "keys") return sigV4({ region, credentials: caller });
  const accessKeyId = variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
  const sessionToken = variable("AWS_SESSION_TOKEN");
  if (caller.awsProfile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined) {
    return sigV4({ region, credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) } });
  }
  const { fromSdkChain } = await import("./sdk-chain.ts");
  const found = fromSdkChain(caller.awsProfile);
  const credentials = async () => {
    try {
      return await found();
    } catch (cause) {
      throw noCredentials(caller.awsProfile, cause);
    }
  };
  return sigV4({ region, credentials });
}
