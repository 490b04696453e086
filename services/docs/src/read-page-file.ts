/** Reads files of the page, each once: on Lambda they lie beside the bundle, on one machine where they come from. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { PageFile } from "./page-files.ts";

/** A file as it goes out; compressed, because the gateway compresses nothing and the largest file has 1.7 MB. */
export interface ServedFile {
  readonly text: string;
  readonly gzipBase64: string;
  readonly etag: string;
}

/** A reader for the functions's folder; `service` is the folder of this service in the repository. */
export function createPageFileReader(beside: string, service: string): (file: PageFile) => Promise<ServedFile> {
  const kept = new Map<string, Promise<ServedFile>>();
  return (file) => {
    const found = kept.get(file.name) ?? read(file, beside, service);
    kept.set(file.name, found);
    // What could not be read once may be readable at the next request.
    found.catch(() => kept.delete(file.name));
    return found;
  };
}

async function read({ name, from }: PageFile, beside: string, service: string): Promise<ServedFile> {
  const text = await readFile(join(beside, name), "utf8").catch(() => readFile(join(service, from), "utf8"));
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return { text, gzipBase64: gzipSync(text).toString("base64"), etag };
}
