/** Starts each bundled function as Lambda would: in its own process, with the environment that the stack gives it. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { BUNDLING } from "../src/model/settings.ts";
import { bareFunction } from "./bare-function.ts";
import { bundle, type BuiltFunction } from "./program/build-function.ts";
import { FUNCTION, inputsOf, type FunctionInputs } from "./checks/types.ts";
import { SYNTH_ACCOUNT, type Resource } from "./program/resource.ts";

/** A function that started, or why it did not. */
export interface ColdStart {
  readonly name: string;
  readonly bytes: number;
  readonly startBytes: number;
  /**
   * Median time of the import, and that of two bare functions, started in turns: one with the SDK clients that this one's cold start loads, one with all of
   * its clients, as it would be if none were loaded later. Absent where there is no client to load.
   */
  readonly importMs: number;
  readonly bareMs?: number;
  readonly bareAllMs?: number;
  readonly problem?: string;
}

const run = promisify(execFile);
const PROBE = `const from = performance.now();
const { handler } = await import(process.env.SYNTH_BUNDLE);
if (typeof handler !== "function") throw new Error("the bundle exports no handler");
console.log(performance.now() - from);
process.exit(0);`;

/**
 * Starts all functions of an app, one after the other. The handlers are built and not called: nothing goes over the network. With `rounds`, each starts as often
 * again, in turns with its bare function.
 */
export async function coldStarts(
  resources: readonly Resource[],
  built: readonly BuiltFunction[],
  rounds: number,
): Promise<readonly ColdStart[]> {
  const starts: ColdStart[] = [];
  for (const { name, environment } of inputsOf<FunctionInputs>({ resources }, FUNCTION)) {
    const found = built.find((candidate) => candidate.name === logicalNameOf(resources, name));
    if (!found) starts.push({ name, bytes: 0, startBytes: 0, importMs: 0, problem: "it was not bundled" });
    else starts.push({ name, bytes: found.bytes, startBytes: found.startBytes, ...(await measure(found, environment.variables, rounds)) });
  }
  return starts;
}

/** SST calls the bundle after its own component, and the function `<component>Function`. */
function logicalNameOf(resources: readonly Resource[], functionName: string): string | undefined {
  return resources.find(({ type, inputs }) => type === FUNCTION && inputs["name"] === functionName)?.name.replace(/Function$/, "");
}

type Variables = Readonly<Record<string, string>>;

async function measure(
  built: BuiltFunction,
  variables: Variables,
  rounds: number,
): Promise<Pick<ColdStart, "importMs" | "bareMs" | "bareAllMs" | "problem">> {
  const own: number[] = [];
  const bare: number[] = [];
  const bareAll: number[] = [];
  try {
    own.push(await start(built.file, variables));
    if (rounds === 0) return { importMs: median(own) };
    const bareFile = await buildBare(join(built.folder, "bare"), built.clientFiles);
    const bareAllFile = await buildBare(join(built.folder, "bare-all"), built.allClientFiles);
    for (let round = 0; round < rounds; round++) {
      bare.push(await start(bareFile, {}));
      bareAll.push(await start(bareAllFile, {}));
      own.push(await start(built.file, variables));
    }
    return {
      importMs: median(own),
      ...(built.clientFiles.length > 0 && { bareMs: median(bare) }),
      ...(built.allClientFiles.length > 0 && { bareAllMs: median(bareAll) }),
    };
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    return { importMs: 0, problem: /^(?:\w*Error|DrError)\b.*$/m.exec(stderr)?.[0] ?? message };
  }
}

async function buildBare(folder: string, clientFiles: readonly string[]): Promise<string> {
  const { errors } = await bundle({ text: bareFunction(clientFiles) }, folder, BUNDLING);
  if (errors.length > 0) throw new Error(`the bare function does not bundle: ${errors.join("; ")}`);
  return join(folder, "bundle.mjs");
}

/** Milliseconds of the import in a fresh process. */
async function start(file: string, variables: Variables): Promise<number> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: SYNTH_ACCOUNT.region,
    AWS_LAMBDA_FUNCTION_NAME: "synth",
    AWS_ACCESS_KEY_ID: "synth",
    AWS_SECRET_ACCESS_KEY: "synth",
    SYNTH_BUNDLE: file,
    ...variables,
  };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", PROBE], { env, timeout: 60_000 });
  return Number(stdout.trim().split("\n").at(-1));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
