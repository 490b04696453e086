/** Tools of others that read the OpenAPI document, in a virtual environment of their own. */
import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const repository = join(import.meta.dirname, "../..");
const venv = join(repository, ".venv/contract");
const pinned = ["schemathesis==4.32.5", "openapi-spec-validator==0.9.0", "boto3==1.44.8"];

/** The committed document. */
export const documentFile = join(repository, "docs/reference/openapi.json");

/** What a program said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Installs the pinned versions from PyPI, unless they are there. */
export async function installTools(): Promise<void> {
  const mark = join(venv, "installed");
  if (existsSync(mark)) return;
  const run = promisify(execFile);
  await run("python3", ["-m", "venv", venv]);
  await run(join(venv, "bin/pip"), ["install", "--quiet", ...pinned]);
  writeFileSync(mark, pinned.join("\n"));
}

/** Where and with what a program runs. */
export interface ToolOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of the environment; a finding ends with a code of its own and is no failure here. */
export function runTool(program: string, args: readonly string[], { cwd, env = {} }: ToolOptions): Promise<Outcome> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
  return new Promise((resolve) => {
    execFile(join(venv, "bin", program), [...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, output: stdout + stderr }),
    );
  });
}
