/** What a technology keeps in Secrets Manager; a file of its own, so that a function loads the client with its first secret. */
import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DrError } from "@dr/events";
import { parseJson, type FunctionEnv } from "@dr/runtime";
import type * as z from "zod";
import { createClientPair } from "./client-pair.ts";
import { atHome, connectionOf } from "./connection.ts";

/** What a secret has to hold: its schema, what is `expected` in words, and the `code` of the error for one that does not. */
export interface SecretShape<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly expected: string;
  readonly code: string;
}

/**
 * Reads secrets by id, in the function's own account and Region. Throws `code` for one that is not there or not as its shape says, with the names of the fields that are wrong (what it holds is never
 * told, not even by a JSON parser that quotes what it could not read), and with `details.notSetUp`, by which the API tells a question that the installation lacks something for.
 */
export function createSecretReader<Schema extends z.ZodType>(
  env: FunctionEnv,
  { schema, expected, code }: SecretShape<Schema>,
): (secretId: string) => Promise<z.output<Schema>> {
  const home = atHome(env);
  // Where the function runs, whatever Region a plan means: the one it names may be lost.
  const { read } = createClientPair(home, (config) => new SecretsManagerClient(config), connectionOf(home).region ?? env["AWS_REGION"]);
  return async (secretId) => {
    const { SecretString = "" } = await read.send(new GetSecretValueCommand({ SecretId: secretId })).catch((error: unknown) => {
      // The service does not say which one.
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw notSetUp(code, `there is no secret ${secretId}; expected JSON with ${expected}`, {
        secretId,
        hint: `create secret ${secretId} in Secrets Manager, in the platform's own account and Region: JSON with ${expected}`,
        cause: error,
      });
    });
    const parsed = schema.safeParse(parseJson(SecretString));
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map(({ path }) => path.join(".") || "the whole").join(", ");
    throw notSetUp(code, `secret ${secretId}: ${fields} is missing or wrong; expected JSON with ${expected}`, {
      secretId,
      hint: `put what is missing into secret ${secretId} in Secrets Manager`,
    });
  };
}

/** The error for something that the secret of a system lacks, which the people who run the platform put there. */
export function notSetUp(
  code: string,
  message: string,
  { secretId, hint, cause }: { readonly secretId: string; readonly hint: string; readonly cause?: unknown },
): DrError {
  return new DrError(code, message, { details: { notSetUp: secretId, hint }, ...(cause === undefined ? {} : { cause }) });
}
