/** Bundles a function as SST's Node runtime does (anomalyco/sst, pkg/runtime/node/build.go), so that what would be deployed is what is checked. */
import { join, relative, resolve } from "node:path";
import { build, type BuildFailure, type Metafile } from "esbuild";
import { requireBanner } from "./require-banner.ts";

/** What SST sends. */
export interface BuildRequest {
  readonly functionID: string;
  readonly handler: string;
  /** `nodejs` of the function, as the app gives it. */
  readonly properties?: {
    readonly minify?: boolean;
    readonly splitting?: boolean;
    readonly esbuild?: { readonly keepNames?: boolean };
  };
}

/** A bundled function; `errors` is not empty if it could not be built. */
export interface BuiltFunction {
  readonly name: string;
  readonly handler: string;
  readonly folder: string;
  readonly file: string;
  /** All that is uploaded. */
  readonly bytes: number;
  /** What a cold start reads: the entry and what it imports, without what is loaded later. */
  readonly startBytes: number;
  /** Files of AWS's clients that a cold start loads. */
  readonly clientFiles: readonly string[];
  /** The same with those that are loaded later. */
  readonly allClientFiles: readonly string[];
  readonly errors: readonly string[];
}

/** Bundles the handler below `appFolder` into a folder of its own below `outFolder`. */
export async function buildFunction(appFolder: string, outFolder: string, request: BuildRequest): Promise<BuiltFunction> {
  const { functionID, handler } = request;
  const exported = handler.slice(handler.lastIndexOf(".") + 1);
  const folder = join(outFolder, functionID);
  const entry = join(appFolder, `${handler.slice(0, -exported.length - 1)}.ts`);
  const { errors, ...sizes } = await bundle({ bundle: entry }, folder, request.properties ?? {});
  return { name: functionID, handler: `bundle.${exported}`, folder, file: join(folder, "bundle.mjs"), ...sizes, errors };
}

type Sizes = Pick<BuiltFunction, "bytes" | "startBytes" | "clientFiles" | "allClientFiles" | "errors">;

/** Bundles an entry, a file or a text, into `outdir/bundle.mjs`. */
export async function bundle(
  entry: { readonly bundle: string } | { readonly text: string },
  outdir: string,
  properties: NonNullable<BuildRequest["properties"]>,
): Promise<Sizes> {
  try {
    const { metafile } = await build({
      ...("text" in entry
        ? { stdin: { contents: entry.text, resolveDir: import.meta.dirname }, entryNames: "bundle" }
        : { entryPoints: { ...entry } }),
      outdir,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: properties.splitting ?? false,
      minify: properties.minify ?? false,
      platform: "node",
      format: "esm",
      target: "es2024",
      mainFields: ["module", "main"],
      keepNames: properties.esbuild?.keepNames ?? true,
      external: ["sharp", "pg-native"],
      banner: { js: requireBanner },
      metafile: true,
      logLevel: "silent",
    });
    return { ...measure(metafile, relative(process.cwd(), join(outdir, "bundle.mjs"))), errors: [] };
  } catch (error) {
    const { errors = [], message } = error as Partial<BuildFailure> & { message: string };
    const texts = errors.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text));
    return { bytes: 0, startBytes: 0, clientFiles: [], allClientFiles: [], errors: texts.length === 0 ? [message] : texts };
  }
}

/** Sums of what esbuild wrote. */
function measure({ outputs }: Metafile, entry: string): Omit<Sizes, "errors"> {
  const start = new Set<string>();
  const visit = (path: string): void => {
    if (start.has(path)) return;
    start.add(path);
    for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && external !== true) visit(next);
  };
  visit(entry);
  const sum = (paths: Iterable<string>) => [...paths].reduce((total, path) => total + (outputs[path]?.bytes ?? 0), 0);
  const clientFilesOf = (paths: Iterable<string>) =>
    [...paths]
      .flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => resolve(path))
      .filter((path) => /\/node_modules\/@aws-sdk\/(?:client|lib)-[^/]+\//.test(path))
      .toSorted();
  const all = Object.keys(outputs);
  return { bytes: sum(all), startBytes: sum(start), clientFiles: clientFilesOf(start), allClientFiles: clientFilesOf(all) };
}
