// Keeps the world in one SQLite file, so that it does not forget when our process is killed.
import { DatabaseSync } from "node:sqlite";
import type { AwsEvent } from "../events/aws-event.ts";
import type { Effect } from "./effect.ts";
import type { Changes, DueEvent, Storage, StoredResource, StoredWorld } from "./storage.ts";

const FORMAT = "1";

// WAL with synchronous=NORMAL: a commit is in the kernel before it returns, so SIGKILL of our process loses nothing.
// FULL would add one fsync per call to survive a power cut too; a simulated estate does not promise that.
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS resources (
    kind TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, since_ms INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, region, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS effects (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, due_ms INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens or creates the file. Throws `estate.storage_format` (in the message) when another version of the simulation
 * wrote it. One process at a time: the in-memory copy of the world is filled once, at the start.
 */
export const createSqliteStorage = (file: string): Storage => {
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  refuseOtherFormat(db, file);
  const statements = prepareStatements(db);
  return {
    load: () => load(db),
    setMeta: (key, value) => void statements.setMeta.run(key, value),
    close: () => db.close(),
    commit(changes) {
      db.exec("BEGIN IMMEDIATE");
      try {
        write(statements, changes);
        db.exec("COMMIT");
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
  };
};

const refuseOtherFormat = (db: DatabaseSync, file: string): void => {
  const stored = db.prepare("SELECT value FROM meta WHERE key = 'format'").get();
  if (stored === undefined) db.prepare("INSERT INTO meta VALUES ('format', ?)").run(FORMAT);
  else if (stored["value"] !== FORMAT) {
    db.close();
    throw new Error(`estate.storage_format: ${file} has format ${String(stored["value"])}, this version reads ${FORMAT}`);
  }
};

const prepareStatements = (db: DatabaseSync) => ({
  setMeta: db.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)"),
  put: db.prepare("INSERT OR REPLACE INTO resources VALUES (?, ?, ?, ?, ?)"),
  remove: db.prepare("DELETE FROM resources WHERE kind = ? AND region = ? AND id = ?"),
  effect: db.prepare("INSERT INTO effects VALUES (?, ?)"),
  event: db.prepare("INSERT INTO events VALUES (?, ?, ?)"),
  delivered: db.prepare("DELETE FROM events WHERE id = ?"),
});

const write = (statements: ReturnType<typeof prepareStatements>, changes: Changes): void => {
  for (const { kind, region, id, sinceMs, body } of changes.put) {
    statements.put.run(kind, region, id, sinceMs, JSON.stringify(body));
  }
  for (const { kind, region, id } of changes.removed) statements.remove.run(kind, region, id);
  for (const effect of changes.effects) statements.effect.run(effect.seq, JSON.stringify(effect));
  for (const { id, dueMs, event } of changes.events) statements.event.run(id, dueMs, JSON.stringify(event));
  for (const id of changes.deliveredEventIds) statements.delivered.run(id);
};

const load = (db: DatabaseSync): StoredWorld => ({
  meta: Object.fromEntries(
    db
      .prepare("SELECT key, value FROM meta")
      .all()
      .map((row) => [String(row["key"]), String(row["value"])]),
  ),
  resources: db
    .prepare("SELECT * FROM resources")
    .all()
    .map((row): StoredResource => ({
      kind: String(row["kind"]),
      region: String(row["region"]),
      id: String(row["id"]),
      sinceMs: Number(row["since_ms"]),
      body: JSON.parse(String(row["body"])) as unknown,
    })),
  effects: db
    .prepare("SELECT body FROM effects ORDER BY seq")
    .all()
    .map((row) => JSON.parse(String(row["body"])) as Effect),
  events: db
    .prepare("SELECT * FROM events")
    .all()
    .map((row): DueEvent => ({
      id: String(row["id"]),
      dueMs: Number(row["due_ms"]),
      event: JSON.parse(String(row["body"])) as AwsEvent,
    })),
});
