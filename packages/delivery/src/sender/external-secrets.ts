/** Secrets of other systems: one for each vendor, a JSON object of texts, read when they are first needed and again after a while. */
import { DrError } from "@dr/events";
import { createKeyReader, parseJson, remembered, type BaseEnv, type Clock } from "@dr/runtime";
import * as z from "zod";

const secretSchema = () => z.record(z.string(), z.string());

/** The members of a vendor's secret. Rejects with `delivery.secret_missing` or `delivery.secret_unreadable`, which never quote it. */
export type ReadExternalSecret = (vendor: string) => Promise<Readonly<Record<string, string>>>;

/** A secret that was changed counts after this time. */
const KEPT_MS = 300_000;

/** A reader of `<DR_EXTERNAL_API_SECRETS>/<vendor>`. */
export function createExternalSecrets(env: BaseEnv, clock: Pick<Clock, "nowMs">): ReadExternalSecret {
  const readSecret = async (vendor: string): Promise<Readonly<Record<string, string>>> => {
    const secretId = `${env.DR_EXTERNAL_API_SECRETS ?? ""}/${vendor}`;
    const folder = env.DR_EXTERNAL_API_DIR;
    const read = createKeyReader(env, { file: folder === undefined ? undefined : `${folder}/${vendor}.json`, secretId });
    const text = await read?.().catch((cause: unknown) => {
      throw new DrError("delivery.secret_missing", `secret ${secretId} cannot be read`, { retryable: true, cause });
    });
    return parseSecret(secretId, text ?? "");
  };
  return remembered(readSecret, { clock, keepMs: KEPT_MS });
}

function parseSecret(secretId: string, text: string): Readonly<Record<string, string>> {
  const read = secretSchema().safeParse(parseJson(text));
  if (!read.success) throw new DrError("delivery.secret_unreadable", `secret ${secretId} is not a JSON object of texts`);
  return read.data;
}

/** One member of a secret. Throws `delivery.secret_incomplete`: an empty one is none (some servers let a blank password in). */
export function memberOf(secret: Readonly<Record<string, string>>, vendor: string, name: string): string {
  const value = secret[name];
  if (value === undefined || value.trim() === "") throw new DrError("delivery.secret_incomplete", `the secret of ${vendor} has no ${name}`);
  return value;
}
