/** Imports a bundle in a process of its own and tells what that took. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SYNTH_ACCOUNT } from "./program/resource.ts";

/** What an import took. */
export interface Start {
  /** Processor time: what else a machine does changes it little, and a Lambda function has a part of a processor. */
  readonly cpuMs: number;
  /** Zod schemas that were made meanwhile, where that was asked. */
  readonly schemas: number;
}

const run = promisify(execFile);
// Zod hands every schema that it makes to this hook; its `compile` is built on it.
const PROBE = `let schemas = 0;
if (process.env.SYNTH_COUNT === "schemas") globalThis.__zod_globalConfig = { postProcessor: () => void (schemas += 1) };
const from = process.cpuUsage();
const { handler } = await import(process.env.SYNTH_BUNDLE);
const { user, system } = process.cpuUsage(from);
if (typeof handler !== "function") throw new Error("the bundle exports no handler");
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, schemas }));
process.exit(0);`;

/** Imports the bundle with these variables, as Lambda would. Rejects with what it printed if it cannot be imported or exports no handler. */
export async function startBundle(file: string, variables: Readonly<Record<string, string>>, count = false): Promise<Start> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: SYNTH_ACCOUNT.region,
    AWS_LAMBDA_FUNCTION_NAME: "synth",
    AWS_ACCESS_KEY_ID: "synth",
    AWS_SECRET_ACCESS_KEY: "synth",
    SYNTH_BUNDLE: file,
    ...(count && { SYNTH_COUNT: "schemas" }),
    ...variables,
  };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", PROBE], { env, timeout: 60_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Start;
}
