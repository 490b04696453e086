/** Writes files that a kill in the middle must not leave half written. */
import { renameSync, writeFileSync } from "node:fs";

/** The file holds all of `text` or what it held before. A new one is readable by its owner only where `mode` says so. */
export function writeWhole(file: string, text: string | Buffer, options: { readonly mode?: number } = {}): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, options);
  renameSync(draft, file);
}
