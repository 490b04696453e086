/** One owner per data folder: whoever runs its database holds a lock that the kernel releases with the process, however it ends. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

const ownerSchema = z.object({
  pid: z.number(),
  since: z.string(),
  endpoint: z.string().optional(),
  aws: z.object({ dynamodb: z.string(), estate: z.string() }).optional(),
});

/** Who runs a data folder. `endpoint` and `aws` are there once it is ready. */
export type FolderOwner = z.infer<typeof ownerSchema>;

/** The claim of this process on its data folder. */
export interface Claim {
  /** Tells those who come later where this runtime listens. */
  readonly announce: (owner: Pick<FolderOwner, "endpoint" | "aws">) => void;
  readonly release: () => void;
}

/** Claims the folder, which exists. Throws, naming the process that has it, when it is in use. */
export function claimFolder(dataDir: string): Claim {
  const lock = new DatabaseSync(join(dataDir, "owner.lock"));
  try {
    // A transaction that never ends: SQLite locks the file for as long as the process lives.
    lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw inUse(dataDir, error);
  }
  const file = join(dataDir, "owner.json");
  const me: FolderOwner = { pid: process.pid, since: new Date().toISOString() };
  const write = (owner: FolderOwner): void => writeFileSync(file, `${JSON.stringify(owner)}\n`);
  write(me);
  return {
    announce: (more) => write({ ...me, ...more }),
    release: () => {
      rmSync(file, { force: true });
      lock.close();
    },
  };
}

/** Who has the folder, as it says of itself; undefined if nobody said. It may have died since. */
export function readOwner(dataDir: string): FolderOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(dataDir, "owner.json"), "utf8")));
  } catch {
    return undefined; // Not there, or being written right now.
  }
}

function inUse(dataDir: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const file = join(dataDir, "owner.lock");
  if (/not a database/.test(message)) return new Error(`${file} is not a lock of this program (${message}): remove that file`);
  // A full disk, or a folder that cannot be written: the lock is as good as ever.
  if (!/locked/.test(message)) return new Error(`${file} cannot be taken (${message})`);
  const owner = readOwner(dataDir);
  const who = owner
    ? `process ${owner.pid}${owner.endpoint === undefined ? "" : ` (${owner.endpoint})`}, since ${owner.since}. Stop it with: kill ${owner.pid}`
    : "a runtime that is just starting";
  return new Error(`--data ${dataDir} is in use by ${who}. Or name another folder`);
}
