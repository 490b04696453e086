/** Histories on disk: one folder per version of the product, in it an export per scenario and the public keys. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseHeadKey, type HeadKey } from "@dr/event-log";

const ROOT = join(import.meta.dirname, "fixtures");
const SUFFIX = ".export.json";
const KEYS = { exports: "exports.pub.pem", checkpoints: "checkpoints.pub.pem" } as const;

/** A history as it was taken; `text` is the file. */
export interface StoredHistory {
  readonly version: string;
  readonly name: string;
  readonly text: string;
  readonly key: HeadKey;
  readonly checkpointKey: HeadKey;
}

/** Public keys in PEM, by what they verify. */
export type HistoryKeys = Readonly<Record<keyof typeof KEYS, string>>;

/** All histories of all versions. */
export function storedHistories(): readonly StoredHistory[] {
  return readdirSync(ROOT).flatMap((version) => {
    const folder = join(ROOT, version);
    const keyIn = (name: string): HeadKey => parseHeadKey(readFileSync(join(folder, name), "utf8"));
    const keys = { key: keyIn(KEYS.exports), checkpointKey: keyIn(KEYS.checkpoints) };
    const files = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
    return files.map((name) => ({ version, name: basename(name, SUFFIX), text: readFileSync(join(folder, name), "utf8"), ...keys }));
  });
}

/** Writes the histories of a version in the place of those that it had. */
export function storeHistories(version: string, histories: ReadonlyMap<string, object>, keys: HistoryKeys): string {
  const folder = join(ROOT, version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, exported] of histories) writeFileSync(join(folder, `${name}${SUFFIX}`), toText(exported));
  for (const kind of ["exports", "checkpoints"] as const) writeFileSync(join(folder, KEYS[kind]), keys[kind]);
  return folder;
}

/** JSON with one member a line, and one commit a line: a difference shows where it is. */
function toText(exported: object): string {
  const members = Object.entries(exported).map(([name, value]) => {
    const lines =
      name === "commits" ? `[\n${(value as unknown[]).map((commit) => JSON.stringify(commit)).join(",\n")}\n]` : JSON.stringify(value);
    return `${JSON.stringify(name)}:${lines}`;
  });
  return `{${members.join(",\n")}}\n`;
}
