/** `pnpm openapi`: writes what is made from the route table. */
import { writeFileSync } from "node:fs";
import { generatedFiles } from "./files.ts";

for (const { path, text } of generatedFiles()) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
