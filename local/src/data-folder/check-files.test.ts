// Every file that decisions or evidence rest on, damaged in each way: it is named, with the next step, and nothing is made in its place.
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureCheckpoints, ensureExportKey } from "../front/export-key.ts";
import { checkFiles } from "./check-files.ts";

const DATABASES = ["dynamodb/dynamodb.sqlite", "estate/estate.sqlite", "sqs/fauxqs.db"];
const KEYS = ["export-key.pem", "checkpoint-key.pem"];
/** Others say that they were there. */
const WITNESSED = [...DATABASES, "checkpoint-key.pem"];
const ALL = [...DATABASES, ...KEYS, "snapshot-key.txt", "webhook-key.txt", "estate/authority.json"];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dr-files-"));
  for (const name of [...DATABASES, "anchors/checkpoints/EXEC"]) mkdirSync(dirname(join(folder, name)), { recursive: true });
  for (const name of DATABASES) {
    const database = new DatabaseSync(join(folder, name));
    database.exec("CREATE TABLE t (a)");
    database.close();
    writeFileSync(join(folder, `${name}-wal`), "log");
  }
  ensureExportKey(folder);
  ensureCheckpoints(folder);
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(join(folder, "estate/authority.json"), JSON.stringify({ key, cert: "-----BEGIN CERTIFICATE-----" }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WAYS: Readonly<Record<string, (path: string) => void>> = {
  empty: (path) => truncateSync(path, 0),
  "cut to its first bytes": (path) => truncateSync(path, 10),
  "of other bytes": (path) => writeFileSync(path, Buffer.alloc(4096, 0xa5)),
  "of text": (path) => writeFileSync(path, "{}"),
};

it("takes a folder as the runtime left it, and a new one", () => {
  expect(() => checkFiles(folder)).not.toThrow();
  expect(() => checkFiles(join(folder, "none"))).not.toThrow();
});

it.each(ALL.flatMap((name) => Object.keys(WAYS).map((way) => ({ name, way }))))("$name that is $way is named", ({ name, way }) => {
  const path = join(folder, name);
  WAYS[way]?.(path);
  const before = readFileSync(path);
  expect(() => checkFiles(folder)).toThrow(
    way === "empty" && WITNESSED.includes(name) ? `${path} is empty, and ${folder}` : `${path} is damaged (`,
  );
  expect(() => checkFiles(folder)).toThrow(/: (?:put it back|remove)/);
  expect(readFileSync(path)).toEqual(before);
});

it.each(WITNESSED)("%s that is gone while others say that it was there is missed", (name) => {
  rmSync(join(folder, name));
  expect(() => checkFiles(folder)).toThrow(`${join(folder, name)} is gone, and ${folder}`);
});

it("takes what a kill left in its first moments, and another engine's folder", () => {
  for (const name of DATABASES) {
    writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, `${name}-wal`), "");
  }
  expect(() => checkFiles(folder)).toThrow("dynamodb.sqlite is empty, and");
  mkdirSync(join(folder, "dynamodb/dynalite"));
  expect(() => checkFiles(folder)).not.toThrow();
  rmSync(join(folder, "anchors"), { recursive: true });
  rmSync(join(folder, "dynamodb/dynalite"), { recursive: true });
  expect(() => checkFiles(folder)).not.toThrow();
});

it("a public key that is damaged or gone is written anew from its private one", () => {
  for (const damage of [(path: string) => writeFileSync(path, "junk"), (path: string) => rmSync(path)]) {
    const { publicKeyFile } = ensureExportKey(folder);
    const before = readFileSync(publicKeyFile, "utf8");
    damage(publicKeyFile);
    ensureExportKey(folder);
    expect(readFileSync(publicKeyFile, "utf8")).toBe(before);
  }
});
