/** The key pair that exports of this machine are signed with, made once and kept in the data folder. */
import { generateKeyPairSync } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Files of the pair: the private key stays with the platform, the public one goes to whoever verifies. */
export interface ExportKeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** The files of this data folder (which exists); a new private key is readable by its owner only. */
export function ensureExportKey(dataDir: string): ExportKeyFiles {
  const files = { privateKeyFile: resolve(join(dataDir, "export-key.pem")), publicKeyFile: resolve(join(dataDir, "export-key.pub.pem")) };
  if (existsSync(files.privateKeyFile)) return files;
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  writeFileSync(files.publicKeyFile, publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(files.privateKeyFile, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return files;
}
