/** Starts each bundled function as Lambda would: in its own process, with the environment that the stack gives it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { BuiltFunction } from "./program/build-function.ts";
import { FUNCTION, inputsOf, type FunctionInputs } from "./checks/types.ts";
import { SYNTH_ACCOUNT, type Resource } from "./program/resource.ts";

/** A function that started, or why it did not. */
export interface ColdStart {
  readonly name: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly problem?: string;
}

const run = promisify(execFile);
const PROBE = `const { handler } = await import(process.env.SYNTH_BUNDLE);
if (typeof handler !== "function") throw new Error("the bundle exports no handler");
process.exit(0);`;

/** Starts all functions of an app, one after the other. The handlers are built and not called: nothing goes over the network. */
export async function coldStarts(resources: readonly Resource[], built: readonly BuiltFunction[]): Promise<ColdStart[]> {
  const starts: ColdStart[] = [];
  for (const { name, environment } of inputsOf<FunctionInputs>({ resources }, FUNCTION)) {
    const bundle = built.find((candidate) => candidate.name === logicalNameOf(resources, name));
    const from = performance.now();
    const problem = bundle ? await startOne(name, bundle.file, environment.variables) : "it was not bundled";
    starts.push({ name, bytes: bundle?.bytes ?? 0, durationMs: performance.now() - from, ...(problem !== undefined && { problem }) });
  }
  return starts;
}

/** SST calls the bundle after its own component, and the function `<component>Function`. */
function logicalNameOf(resources: readonly Resource[], functionName: string): string | undefined {
  return resources.find(({ type, inputs }) => type === FUNCTION && inputs["name"] === functionName)?.name.replace(/Function$/, "");
}

async function startOne(name: string, file: string, variables: Readonly<Record<string, string>>): Promise<string | undefined> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: SYNTH_ACCOUNT.region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_ACCESS_KEY_ID: "synth",
    AWS_SECRET_ACCESS_KEY: "synth",
    SYNTH_BUNDLE: file,
    ...variables,
  };
  try {
    await run(process.execPath, ["--input-type=module", "--eval", PROBE], { env, timeout: 60_000 });
    return undefined;
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    return /^(?:\w*Error|DrError)\b.*$/m.exec(stderr)?.[0] ?? message;
  }
}
