/** How each instance is reached, from Secrets Manager; the only file that knows the SDK. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import * as z from "zod";
import type { InstanceAddress } from "./api/runner.ts";

const addressSchema = z.object({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(1_433),
  serverName: z.string().min(1).optional(),
  username: z.string().min(1),
  password: z.string().min(1),
  ca: z.string().includes("BEGIN CERTIFICATE").optional(),
});

/** Reads addresses by the id of their secret. Throws `sql.bad_secret` for one that does not say how; its content is never told. */
export function createSecretReader(env: FunctionEnv): (secretId: string) => Promise<InstanceAddress> {
  const { read } = createClientPair(env, (config) => new SecretsManagerClient(config));
  return async (secretId) => {
    const { SecretString = "" } = await read.send(new GetSecretValueCommand({ SecretId: secretId }));
    const parsed = addressSchema.safeParse(parseJson(SecretString));
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map(({ path }) => path.join(".") || "the whole").join(", ");
    throw new DrError(
      "sql.bad_secret",
      `secret ${secretId}: ${fields} is missing or wrong; expected JSON with host, port, username, password, and ca (PEM) where needed`,
    );
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
