// `pnpm interop:bounded`: the part of `pnpm interop` that a few minutes show, for `.ci/run`: every operation against servers of others, the estate against
// botocore's models, a plan on moto, clients of others, the adapter in Python. The ring on MiniStack, the receivers and the linters are left to `pnpm interop`.
import { env } from "node:process";
import { formatTotal } from "./report.ts";
import { runTests } from "./run-tests.ts";

const FILES = ["operations", "estate-models", "moto", "foreign-clients", "python-adapter", "scripts-on-moto"].map(
  (name) => `e2e/interop/${name}.test.ts`,
);

Object.assign(env, { DR_INTEROP: "1", DR_INTEROP_ENVIRONMENTS: "peers" });
const counts = await runTests(`vitest run --project interop ${FILES.join(" ")}`);
console.log(`\n${formatTotal([counts])}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
