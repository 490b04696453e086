/** `pnpm openapi`: writes what is made from the route table; with `--release` also what later changes may not break. */
import { writeFileSync } from "node:fs";
import { generatedFiles, releasedDocument } from "./files.ts";

const released = process.argv.includes("--release") ? [releasedDocument()] : [];
for (const { path, text } of [...generatedFiles(), ...released]) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
