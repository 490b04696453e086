/** `pnpm create-adapter <technology>`. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createAdapter } from "./create-adapter.ts";

const root = join(import.meta.dirname, "../..");
const [technology, ...rest] = process.argv.slice(2);
if (technology === undefined || rest.length > 0 || technology.startsWith("-")) {
  console.error("usage: pnpm create-adapter <technology>   for example: pnpm create-adapter netapp_ontap");
  process.exit(2);
}
try {
  const folder = createAdapter(root, technology);
  execFileSync("pnpm", ["install", "--no-frozen-lockfile"], { cwd: root, stdio: "inherit" });
  console.log(`
${folder} sets feature flags as the example does, passes pnpm check, and stands in services/manifests.ts and CODEOWNERS.
Next: src/operations, src/parameter-client.ts and its fake in test/ for what it shall do; the rights in manifest.ts; README.md.
  pnpm exec vitest run ${folder}
  pnpm dev`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
