/** Starts each bundled function as Lambda would: in its own process, with the environment that the stack gives it. */
import { join } from "node:path";
import { BUNDLING } from "../src/model/settings.ts";
import { bareFunction } from "./bare-function.ts";
import { bundle, type BuiltFunction } from "./program/build-function.ts";
import { FUNCTION, inputsOf, type FunctionInputs } from "./checks/types.ts";
import type { Resource } from "./program/resource.ts";
import { startBundle } from "./start-bundle.ts";
import { isSlow } from "./start-limits.ts";

/** A function that started, or why it did not. */
export interface ColdStart {
  readonly name: string;
  readonly bytes: number;
  readonly startBytes: number;
  /**
   * Median processor time of the import, and that of two bare functions, started in turns: one with the SDK clients that this one's cold start loads, one with all of
   * its clients, as it would be if none were loaded later. Absent where there is no client to load.
   */
  readonly importMs: number;
  readonly bareMs?: number;
  readonly bareAllMs?: number;
  /** Zod schemas that the import makes. */
  readonly schemas: number;
  readonly problem?: string;
}

/** Rounds of a function that takes longer than it may in fewer: noise must not fail a build. */
const MOST_ROUNDS = 15;

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
    if (!found) starts.push({ name, bytes: 0, startBytes: 0, importMs: 0, schemas: 0, problem: "it was not bundled" });
    else starts.push({ name, bytes: found.bytes, startBytes: found.startBytes, ...(await measure(found, environment.variables, rounds)) });
  }
  return starts;
}

/** SST calls the bundle after its own component, and the function `<component>Function`. */
function logicalNameOf(resources: readonly Resource[], functionName: string): string | undefined {
  return resources.find(({ type, inputs }) => type === FUNCTION && inputs["name"] === functionName)?.name.replace(/Function$/, "");
}

type Variables = Readonly<Record<string, string>>;
type Measured = Pick<ColdStart, "importMs" | "bareMs" | "bareAllMs" | "schemas" | "problem">;

async function measure(built: BuiltFunction, variables: Variables, rounds: number): Promise<Measured> {
  try {
    const { cpuMs, schemas } = await startBundle(built.file, variables, true);
    if (rounds === 0) return { importMs: cpuMs, schemas };
    return { ...(await sideBySide(built, variables, rounds)), schemas };
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    return { importMs: 0, schemas: 0, problem: /^(?:\w*Error|DrError)\b.*$/m.exec(stderr)?.[0] ?? message };
  }
}

async function sideBySide(built: BuiltFunction, variables: Variables, rounds: number): Promise<Omit<Measured, "schemas">> {
  const bareFile = await buildBare(join(built.folder, "bare"), built.clientFiles);
  const bareAllFile = await buildBare(join(built.folder, "bare-all"), built.allClientFiles);
  const taken: { readonly own: number; readonly bare: number; readonly bareAll: number }[] = [];
  const medians = () => ({
    importMs: median(taken.map(({ own }) => own)),
    ...(built.clientFiles.length > 0 && { bareMs: median(taken.map(({ bare }) => bare)) }),
    ...(built.allClientFiles.length > 0 && { bareAllMs: median(taken.map(({ bareAll }) => bareAll)) }),
  });
  const inTurns = async () => ({
    bare: (await startBundle(bareFile, {})).cpuMs,
    bareAll: (await startBundle(bareAllFile, {})).cpuMs,
    own: (await startBundle(built.file, variables)).cpuMs,
  });
  while (taken.length < rounds || (isSlow(medians()) && taken.length < MOST_ROUNDS)) taken.push(await inTurns());
  return medians();
}

async function buildBare(folder: string, clientFiles: readonly string[]): Promise<string> {
  const { errors } = await bundle({ text: bareFunction(clientFiles) }, folder, BUNDLING);
  if (errors.length > 0) throw new Error(`the bare function does not bundle: ${errors.join("; ")}`);
  return join(folder, "bundle.mjs");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
