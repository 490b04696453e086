/** The virtual environments that foreign programs are installed into, every package by its version; nothing that a machine happens to have is used. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { hasCode } from "@dr/events";
import { waitFor } from "../support/wait-for.ts";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../..");

/** `peers`: moto, MiniStack, microburst, boto3, python-tds, netapp-ontap; `contract`: what reads the OpenAPI document; `receivers`: libraries of those who receive events. The others cannot share their botocore. */
export type Environment = "checkov" | "contract" | "linters" | "peers" | "receivers";

/** Path of a program in an environment. */
export function program(environment: Environment, name: string): string {
  return join(repository, ".venv", environment, "bin", name);
}

/** What a registry that does not answer costs at most: pip gives a connection up after 15 s, twice, and all of it after this. */
const INSTALL_MS = 300_000;

/** Makes the environments that are not there as their requirements say; files that run at once do not meet in one. Fails with what pip said, and never hangs. */
export async function install(environments: readonly Environment[]): Promise<void> {
  for (const environment of environments) await alone(join(repository, ".venv", `${environment}.lock`), () => make(environment));
}

/** Nobody else is in there meanwhile. Whoever died in there is not waited for longer than an installation may take. */
export async function alone(lock: string, act: () => Promise<void>): Promise<void> {
  const enter = (): Promise<true | undefined> => {
    try {
      mkdirSync(lock);
      return Promise.resolve(true);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > INSTALL_MS) rmdirSync(lock);
      return Promise.resolve(undefined);
    }
  };
  mkdirSync(dirname(lock), { recursive: true });
  await waitFor("whoever installs the same", enter, { timeoutMs: 2 * INSTALL_MS });
  try {
    await act();
  } finally {
    rmdirSync(lock);
  }
}

async function make(environment: Environment): Promise<void> {
  const folder = join(repository, ".venv", environment);
  const stamp = join(folder, "installed");
  const file = join(import.meta.dirname, "requirements", `${environment}.txt`);
  const wanted = readFileSync(file, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  await orSay("python3 -m venv", run("python3", ["-m", "venv", folder], { timeout: 60_000 }));
  const options = ["--quiet", "--no-compile", "--disable-pip-version-check", "--no-input", "--timeout", "15", "--retries", "2"];
  const args = ["install", ...options, "--requirement", file];
  await orSay(`pip install -r ${file}`, run(join(folder, "bin/pip"), args, { timeout: INSTALL_MS, maxBuffer: 16 * 1024 * 1024 }));
  writeFileSync(stamp, wanted);
}

async function orSay(what: string, running: Promise<unknown>): Promise<void> {
  try {
    await running;
  } catch (error) {
    const { stderr = "", killed = false, message } = error as { stderr?: string; killed?: boolean; message: string };
    const why = killed ? "it was ended: it took too long" : stderr.trim().slice(-2_000) || message;
    throw new Error(`${what} failed; interop needs Python 3.11 or later with venv, and PyPI: ${why}`, { cause: error });
  }
}
