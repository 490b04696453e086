/** Puts SST's platform into `.sst/platform` if it is not there: the components that a deployment would run, from the npm registry alone. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Keep SST from fetching Pulumi and Bun, and from telling anybody. */
const OFFLINE = { SST_SKIP_DEPENDENCY_CHECK: "1", NO_BUN: "1", SST_TELEMETRY_DISABLED: "1", SST_STAGE: "synth" };

/** The folder of the platform. Installs it (about 45 s, 320 MB) if it is missing, unfinished or of another version. Throws if that fails. */
export async function installPlatform(repository: string): Promise<string> {
  const platform = join(repository, ".sst/platform");
  if (isInstalled(repository, platform)) return platform;
  console.error("Installing SST's platform into .sst/ (about 45 s, once)");
  const code = await run(join(repository, "node_modules/.bin/sst"), ["install"], repository);
  if (code !== 0 || !isInstalled(repository, platform)) throw new Error(`sst install failed with exit code ${code}; see .sst/log`);
  return platform;
}

/** SST writes the provider lock last. */
function isInstalled(repository: string, platform: string): boolean {
  const version = join(platform, "version");
  const { version: wanted } = JSON.parse(readFileSync(join(repository, "node_modules/sst/package.json"), "utf8")) as { version: string };
  return existsSync(version) && readFileSync(version, "utf8").trim() === wanted && existsSync(join(repository, ".sst/provider-lock.json"));
}

function run(command: string, args: readonly string[], folder: string): Promise<number> {
  const path = `${join(folder, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", 2, 2], env: { ...process.env, ...OFFLINE, PATH: path } });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
