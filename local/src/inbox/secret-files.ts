/** Secrets of the stand-ins, as files of the data folder that their owner alone reads. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NamedValue } from "./connections.ts";

/** Where they are. */
export function externalApiFolder(dataDir: string): string {
  return resolve(join(dataDir, "external-apis"));
}

/** One file for each vendor; what a person put there for another one stays. */
export function writeSecretFiles(folder: string, secrets: readonly NamedValue[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, value } of secrets) writeFileSync(join(folder, `${name}.json`), value, { mode: 0o600 });
}
