/** The key pairs that exports and checkpoints of this machine are signed with, made once and kept in the data folder. */
import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeWhole } from "../data-folder/write-whole.ts";

/** Files of the pair: the private key stays with the platform, the public one goes to whoever verifies. */
export interface ExportKeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** Files of the pair that checkpoints are signed with, and the folder where they are kept. */
export interface CheckpointFiles extends ExportKeyFiles {
  readonly folder: string;
  /** Beside them, the file of the secret that snapshots are sealed with. */
  readonly snapshotKeyFile: string;
  /** And the one that webhooks' secrets are derived from. */
  readonly webhookKeyFile: string;
}

/** The files of this data folder (which exists); a new private key is readable by its owner only. */
export function ensureExportKey(dataDir: string): ExportKeyFiles {
  return ensureKeyPair(dataDir, "export-key");
}

/** Key and folder of the checkpoints of this data folder. Keep a copy of the folder elsewhere: who may write here may remove files from it. */
export function ensureCheckpoints(dataDir: string): CheckpointFiles {
  return {
    ...ensureKeyPair(dataDir, "checkpoint-key"),
    folder: resolve(join(dataDir, "anchors")),
    snapshotKeyFile: ensureSecret(dataDir, "snapshot-key"),
    webhookKeyFile: ensureSecret(dataDir, "webhook-key"),
  };
}

/** The file of a secret of this data folder. */
function ensureSecret(dataDir: string, name: string): string {
  const file = resolve(join(dataDir, `${name}.txt`));
  if (!existsSync(file)) writeWhole(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return file;
}

function ensureKeyPair(dataDir: string, name: string): ExportKeyFiles {
  const files = { privateKeyFile: resolve(join(dataDir, `${name}.pem`)), publicKeyFile: resolve(join(dataDir, `${name}.pub.pem`)) };
  if (!existsSync(files.privateKeyFile)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeWhole(files.privateKeyFile, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  // It follows from the private one: whatever became of it, whoever verifies gets the right one.
  writeWhole(files.publicKeyFile, createPublicKey(readFileSync(files.privateKeyFile)).export({ type: "spki", format: "pem" }));
  return files;
}
