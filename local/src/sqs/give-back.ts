/** Gives back what a killed runtime had in hand: nobody else can hold these messages, so waiting for their visibility timeout would only cost time. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LocalLog } from "../log.ts";

/** Makes messages in flight visible at once. The file is fauxqs' own: if its layout ever changes, the timeout does the same later. */
export function giveBackMessages(dataDir: string, log: LocalLog): void {
  const file = join(dataDir, "fauxqs.db");
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  assertIntact(database, file);
  try {
    database.exec("UPDATE sqs_messages SET visibility_deadline = NULL, receipt_handle = NULL WHERE visibility_deadline IS NOT NULL");
  } catch (error) {
    log("warn", `messages in flight come back after their visibility timeout only: ${String(error)}`);
  } finally {
    database.close();
  }
}

function assertIntact(database: DatabaseSync, file: string): void {
  try {
    database.exec("PRAGMA schema_version");
  } catch (error) {
    database.close();
    throw new Error(`${file} is damaged (${String(error)}): remove it; what was in the queues is derived from the log again`, {
      cause: error,
    });
  }
}
