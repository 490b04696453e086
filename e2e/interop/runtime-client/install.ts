/** AWS's own runtime client for Node (`aws-lambda-ric`), built from what npm holds: curl and aws-lambda-cpp are in its package. */
import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { arch, env, execPath, platform, versions } from "node:process";
import { promisify } from "node:util";
import { alone } from "../environments.ts";

const run = promisify(execFile);
const wanted = join(import.meta.dirname, "../requirements/runtime-client");
const folder = join(import.meta.dirname, "../../../.venv/runtime-client");
const client = join(folder, "node_modules/aws-lambda-ric");
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund"];
const BUILD_MS = 900_000;

/** The package that holds this Node with its headers: it may stand beside it, or comes from npm like the rest. */
const nodePackage = `node-${platform}-${arch}`;
const nodeFolder = dirname(dirname(realpathSync(execPath)));
const headersIn = [nodeFolder, join(nodeFolder, "node_modules", nodePackage), join(folder, "node_modules", nodePackage)];
const headers = (): string | undefined => headersIn.find((one) => existsSync(join(one, "include/node/node_api.h")));

/** What this machine lacks to build it; undefined if nothing. */
export function whyNotBuilt(): string | undefined {
  if (platform !== "linux") return `it does not build on ${platform}`;
  const missing = ["npm", "make", "g++", "cmake", "tar", "xz"].filter((name) => !isThere(name));
  return missing.length === 0 ? undefined : `it is built here, and this machine has no ${missing.join(", no ")}`;
}

function isThere(name: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Installs and builds it, once for a version and a Node: three minutes. Returns the file that starts a function. */
export async function installRuntimeClient(): Promise<string> {
  await alone(`${folder}.lock`, make);
  return join(client, "index.mjs");
}

async function make(): Promise<void> {
  const stamp = join(folder, "installed");
  const version = `${readFileSync(join(wanted, "package-lock.json"), "utf8")}${versions.node}\n`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(wanted, file), join(folder, file));
  await step("npm", ["ci", ...QUIET], folder);
  if (headers() === undefined) await step("npm", ["install", "--no-save", ...QUIET, `${nodePackage}@${versions.node}`], folder);
  // Its scripts one by one, so that what fails is told by name; headers come from the Node that is here, nothing is downloaded.
  await step("sh", ["scripts/preinstall.sh"], client);
  await step("sh", ["scripts/postinstall.sh"], client);
  writeFileSync(stamp, version);
}

async function step(name: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await run(name, [...args], { cwd, timeout: BUILD_MS, maxBuffer: 64 * 1024 * 1024, env: { ...env, npm_config_nodedir: headers() } });
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    throw new Error(`${name} ${args.join(" ")} in ${cwd} failed: ${stderr.trim().slice(-2_000) || message}`, { cause: error });
  }
}
