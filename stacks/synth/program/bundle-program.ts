/** Bundles an app's program as the SST CLI does (observed with 4.17.1), with Pulumi's engine replaced by mocks. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { AppConfig } from "./app-config.ts";
import { requireBanner } from "./require-banner.ts";

/** Which program, and where its bundle goes: it must lie in the platform's folder, from where it finds Pulumi. */
export interface ProgramOptions {
  readonly appFolder: string;
  readonly workFolder: string;
  readonly platform: string;
  readonly stage: string;
  readonly config: AppConfig;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outfile: string;
}

/**
 * What 4.17.1 leaves out of a program's bundle. With `@aws-sdk/*` among it, a manifest that reaches an SDK client cannot be deployed:
 * Node looks for the client in the platform's folder. So it must not be evaluated here either.
 */
const EXTERNAL = ["@pulumi/*", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*", "esbuild", "vite", "archiver", "glob", "undici"];

/** Writes the bundle. Run with Node it prints nothing and writes `{resources}` to the file that SYNTH_OUT names. */
export async function bundleProgram(options: ProgramOptions): Promise<void> {
  const { platform, outfile } = options;
  await build({
    stdin: { contents: offlineEntry(options), resolveDir: platform, sourcefile: "synth.ts", loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2023",
    mainFields: ["module", "main"],
    nodePaths: [join(platform, "node_modules")],
    external: EXTERNAL,
    define: globals(options),
    inject: [join(platform, "src/shim/run.js")],
    banner: { js: requireBanner },
    plugins: [providerGlobals(platform)],
    logLevel: "silent",
  });
}

function offlineEntry({ platform, appFolder, config, stage, parameters }: ProgramOptions): string {
  const path = (...parts: string[]): string => JSON.stringify(join(...parts));
  return `
    import { writeFileSync } from "node:fs";
    import * as pulumi from "@pulumi/pulumi";
    import { run } from ${path(platform, "src/auto/run.ts")};
    import program from ${path(appFolder, "sst.config.ts")};
    import { createMocks } from ${path(import.meta.dirname, "mocks.ts")};
    const resources = [];
    const kept = new Set();
    await pulumi.runtime.setMocks(createMocks(resources, ${JSON.stringify(parameters)}, kept), ${JSON.stringify(config.name)}, ${JSON.stringify(stage)}, false);
    const remember = ({ type, name, opts }) => {
      if (opts.retainOnDelete === true) kept.add(type + " " + name);
      return undefined;
    };
    await pulumi.runtime.runInPulumiStack(() => {
      pulumi.runtime.registerStackTransformation(remember);
      return run(program.run);
    });
    await pulumi.runtime.disconnect();
    writeFileSync(process.env.SYNTH_OUT, JSON.stringify({ resources }));`;
}

function globals({ appFolder, workFolder, platform, stage, config }: ProgramOptions): Record<string, string> {
  const app = { removal: "retain", ...config, stage, home: "aws", providers: { aws: {} } };
  const cli = {
    command: "deploy",
    dev: false,
    paths: { home: appFolder, root: appFolder, work: workFolder, platform },
    state: { version: {} },
  };
  return { $app: JSON.stringify(app), $cli: JSON.stringify(cli), $dev: "false" };
}

/** `aws` and `sst` are globals in the project's own files. */
function providerGlobals(platform: string): Plugin {
  const imports = `import * as aws from "@pulumi/aws"; import * as sst from ${JSON.stringify(join(platform, "src/components"))};\n`;
  return {
    name: "provider-globals",
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path.startsWith(platform) || path.includes("/node_modules/")
          ? undefined
          : { contents: imports + readFileSync(path, "utf8"), loader: "ts" },
      );
    },
  };
}
