/** Evaluates one app offline: its real program, the real SST components, no AWS and no Pulumi engine. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readAppConfig, type AppConfig } from "./app-config.ts";
import { buildFunction, type BuiltFunction } from "./build-function.ts";
import { bundleProgram } from "./bundle-program.ts";
import type { Resource } from "./resource.ts";
import { startRpcServer } from "./rpc-server.ts";

/** What to evaluate. */
export interface AppToEvaluate {
  /** How the app is called here; also the name of its scratch folder. */
  readonly label: string;
  readonly appFolder: string;
  /** Folder of the installed platform; many apps share one. */
  readonly platform: string;
  readonly scratch: string;
  readonly stage: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface Evaluation {
  readonly config: AppConfig;
  readonly resources: readonly Resource[];
  readonly functions: readonly BuiltFunction[];
}

const run = promisify(execFile);

/** The root app is evaluated in several ways, and its functions are the same in all of them. */
const bundled = new Map<string, Promise<BuiltFunction>>();

/** Evaluates the app in a process of its own: Pulumi's runtime is one per process. Throws what the program throws, and for a function that does not bundle. */
export async function evaluateApp(app: AppToEvaluate): Promise<Evaluation> {
  const { label, appFolder, platform, stage, parameters } = app;
  const workFolder = join(app.scratch, label);
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(workFolder, { recursive: true });
  const outfile = join(platform, `synth-${label}.mjs`);
  const result = join(workFolder, "resources.json");
  const functions: BuiltFunction[] = [];
  const server = await startRpcServer(async (request) => {
    const key = JSON.stringify([appFolder, request]);
    const building = bundled.get(key) ?? buildFunction(appFolder, join(workFolder, "functions"), request);
    bundled.set(key, building);
    const built = await building;
    functions.push(built);
    return built;
  });
  try {
    const config = await readAppConfig(appFolder, stage);
    await bundleProgram({ appFolder, workFolder, platform, stage, config, parameters, outfile });
    const env = { ...process.env, ...app.environment, SST_SERVER: server.url, SYNTH_OUT: result };
    await run(process.execPath, ["--no-deprecation", outfile], { env, maxBuffer: 64 * 1024 * 1024 });
    const { resources } = JSON.parse(readFileSync(result, "utf8")) as { resources: Resource[] };
    return { config, resources, functions };
  } finally {
    await server.close();
    rmSync(outfile, { force: true });
  }
}
