/** What an app's sst.config.ts says of the app itself. */
import { join } from "node:path";
import { build } from "esbuild";

/** Name and policies of an app at one stage. */
export interface AppConfig {
  readonly name: string;
  readonly removal?: string;
  readonly protect?: boolean;
}

/** Evaluates `app({stage})` alone; what `run` imports is not loaded. */
export async function readAppConfig(appFolder: string, stage: string): Promise<AppConfig> {
  const { outputFiles } = await build({
    entryPoints: [join(appFolder, "sst.config.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    external: ["*"],
    banner: { js: "const $config = (config) => config;" },
    logLevel: "silent",
  });
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
  const { default: program } = (await import(url)) as { default: { app: (input: { stage: string }) => AppConfig } };
  return program.app({ stage });
}
