/** Where keys are kept: a file on one machine, a secret on AWS. */
import { readFile } from "node:fs/promises";
import type { BaseEnv } from "./env.ts";

/** Reads a key's text; undefined where no key is set up. */
export type ReadKey = (() => Promise<string>) | undefined;

/**
 * A reader of the key in `file`, else in the secret `secretId`. Undefined without either, and for a secret where the platform's other parts
 * have endpoints of their own and Secrets Manager has none: a local run must not reach out to AWS.
 */
export function createKeyReader(
  env: BaseEnv,
  { file, secretId }: { readonly file: string | undefined; readonly secretId: string | undefined },
): ReadKey {
  if (file !== undefined) return () => readFile(file, "utf8");
  const isLocal = env.DR_DYNAMODB_ENDPOINT !== undefined && env.DR_SECRETS_ENDPOINT === undefined;
  if (secretId === undefined || isLocal) return undefined;
  return async () => {
    // Loaded by the first read: most cold starts need no key.
    const { readSecret } = await import("./secret-client.ts");
    return readSecret(env, secretId);
  };
}

/** A reader of the secret that snapshots are sealed with. */
export function snapshotKeyReader(env: BaseEnv): ReadKey {
  return createKeyReader(env, { file: env.DR_SNAPSHOT_KEY_FILE, secretId: env.DR_SNAPSHOT_KEY_SECRET });
}
