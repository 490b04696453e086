/** What each file of the data folder has to be: a damaged one is named before anything is made of it. */
import { createPrivateKey } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** A kind of file. `faultOf` says what is wrong with one that is there; `remedy` what to do. */
interface KnownFile {
  readonly faultOf: (path: string) => string | undefined;
  readonly remedy: string;
  /** What is there only where the file itself was: without any of it, one that is gone or empty was never written. */
  readonly witnesses?: readonly string[];
  /** What has its place where this one is not used. */
  readonly instead?: string;
}

const SQLITE_HEADER = "SQLite format 3\0";
const MIN_SECRET_CHARACTERS = 32;

const privateKey = (path: string): string | undefined => {
  try {
    const { asymmetricKeyType: type } = createPrivateKey(readFileSync(path));
    return type === "ed25519" ? undefined : `a key of the kind ${String(type)}, expected ed25519`;
  } catch {
    return "no private key in PEM";
  }
};

const secret = (path: string): string | undefined => {
  const text = readFileSync(path, "utf8").trim();
  return /^[\x21-\x7e]+$/.test(text) && text.length >= MIN_SECRET_CHARACTERS
    ? undefined
    : `no secret of ${MIN_SECRET_CHARACTERS} characters`;
};

const keyPair = (path: string): string | undefined => {
  try {
    const { key, cert } = JSON.parse(readFileSync(path, "utf8")) as { readonly key: string; readonly cert: string };
    createPrivateKey(key);
    return cert.includes("BEGIN CERTIFICATE") ? undefined : "no certificate";
  } catch {
    return "no key with its certificate";
  }
};

const database = (path: string): string | undefined => {
  const header = Buffer.alloc(SQLITE_HEADER.length);
  const file = openSync(path, "r");
  const bytes = readSync(file, header, 0, header.length, 0);
  closeSync(file);
  return bytes > 0 && header.toString("latin1") === SQLITE_HEADER ? undefined : "no SQLite database";
};

const START_ANEW = "put it back from a copy, or name another folder to begin anew";

/** The files by their path in the folder. */
const KNOWN_FILES: Readonly<Record<string, KnownFile>> = {
  "dynamodb/dynamodb.sqlite": {
    faultOf: database,
    remedy: START_ANEW,
    witnesses: ["dynamodb/dynamodb.sqlite-wal", "anchors/checkpoints"],
    instead: "dynamodb/dynalite",
  },
  "estate/estate.sqlite": { faultOf: database, remedy: START_ANEW, witnesses: ["estate/estate.sqlite-wal"] },
  "sqs/fauxqs.db": {
    faultOf: database,
    remedy: "remove the folder it is in; what was in the queues is derived from the log again",
    witnesses: ["sqs/fauxqs.db-wal"],
  },
  "export-key.pem": {
    faultOf: privateKey,
    remedy: "put it back from a copy, or remove it with its .pub.pem, and later exports have a new key",
  },
  "checkpoint-key.pem": {
    faultOf: privateKey,
    remedy: "put it back from a copy: a new key cannot go on with what this one signed. Or name another folder to begin anew",
    witnesses: ["anchors/checkpoints"],
  },
  "snapshot-key.txt": { faultOf: secret, remedy: "remove it, and a new one is made; streams are folded from their start then" },
  "webhook-key.txt": {
    faultOf: secret,
    remedy: "put it back from a copy, or remove it: receivers of webhooks then have to be given new secrets",
  },
  "estate/authority.json": { faultOf: keyPair, remedy: "remove it, and a new one is made" },
};

/** Throws for the first file that is not what it has to be, or that is gone or empty while others say that it was there: with its path, what is wrong, and what to do. */
export function checkFiles(dataDir: string): void {
  const holds = (name: string): boolean => (statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0) > 0;
  for (const [name, { faultOf, remedy, witnesses, instead }] of Object.entries(KNOWN_FILES)) {
    const path = join(dataDir, name);
    if (instead !== undefined && existsSync(join(dataDir, instead))) continue;
    const isThere = existsSync(path);
    // SQLite takes an empty file for a new database, and throws away what its log still holds.
    if (witnesses !== undefined && !holds(name)) {
      const witness = witnesses.find(holds);
      if (witness !== undefined)
        throw new Error(`${path} is ${isThere ? "empty" : "gone"}, and ${join(dataDir, witness)} is there: ${remedy}`);
      continue;
    }
    const fault = isThere ? faultOf(path) : undefined;
    if (fault !== undefined) throw new Error(`${path} is damaged (${fault}): ${remedy}`);
  }
}
