/** Tools of others that read the OpenAPI document, in a virtual environment of their own. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { install, program } from "../interop/environments.ts";

const repository = join(import.meta.dirname, "../..");
/** The committed document. */
export const documentFile = join(repository, "docs/reference/openapi.json");

/** What a program said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Installs them, unless they are there. */
export function installTools(): Promise<void> {
  return install(["contract"]);
}

/** Where and with what a program runs. */
export interface ToolOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of the environment; a finding ends with a code of its own and is no failure here. */
export function runTool(name: string, args: readonly string[], { cwd, env = {} }: ToolOptions): Promise<Outcome> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
  return new Promise((resolve) => {
    execFile(program("contract", name), [...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, output: stdout + stderr }),
    );
  });
}
