/** Checks stacks/ and every sst.config.ts against SST's own types, which `pnpm check` does without: they come with the platform. */
import { execFile } from "node:child_process";
import { join } from "node:path";

/** The compiler's complaints about our own files, one line each. Types of services and packages are checked elsewhere. */
export async function typeCheck(repository: string): Promise<string[]> {
  const output = await compilerOutput(repository);
  const ours = output.filter((line) => /^(?:stacks\/|sst[.]config[.]ts|services\/[^/]+\/sst[.]config[.]ts)/.test(line));
  const broken = output.filter((line) => line.startsWith("error TS"));
  return [...broken, ...ours];
}

function compilerOutput(repository: string): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(
      join(repository, "node_modules/.bin/tsc"),
      ["-p", "stacks/tsconfig.sst.json", "--pretty", "false"],
      { cwd: repository, maxBuffer: 16 * 1024 * 1024 },
      (_error, stdout) => resolve(stdout.split("\n")),
    );
  });
}
