/** Bundles a function as SST's Node runtime does (anomalyco/sst, pkg/runtime/node/build.go), so that what would be deployed is what is checked. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { build, type BuildFailure } from "esbuild";
import { requireBanner } from "./require-banner.ts";

/** What SST sends. */
export interface BuildRequest {
  readonly functionID: string;
  readonly handler: string;
}

/** A bundled function; `errors` is not empty if it could not be built. */
export interface BuiltFunction {
  readonly name: string;
  readonly handler: string;
  readonly folder: string;
  readonly file: string;
  readonly bytes: number;
  readonly errors: readonly string[];
}

/** Bundles the handler below `appFolder` into a folder of its own below `outFolder`. */
export async function buildFunction(appFolder: string, outFolder: string, { functionID, handler }: BuildRequest): Promise<BuiltFunction> {
  const exported = handler.slice(handler.lastIndexOf(".") + 1);
  const folder = join(outFolder, functionID);
  const file = join(folder, "bundle.mjs");
  const errors = await bundle(join(appFolder, `${handler.slice(0, -exported.length - 1)}.ts`), file);
  const bytes = errors.length === 0 ? statSync(file).size : 0;
  return { name: functionID, handler: `bundle.${exported}`, folder, file, bytes, errors };
}

async function bundle(entry: string, outfile: string): Promise<readonly string[]> {
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "es2024",
      mainFields: ["module", "main"],
      keepNames: true,
      external: ["sharp", "pg-native"],
      banner: { js: requireBanner },
      logLevel: "silent",
    });
    return [];
  } catch (error) {
    return (error as BuildFailure).errors.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text));
  }
}
