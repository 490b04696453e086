/** moto, an AWS emulator that no one here wrote, as a process of its own. */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, untilListening } from "./ports.ts";

const VERSION = "5.2.1";
const venv = join(import.meta.dirname, "../../.venv/moto");
const run = promisify(execFile);

/** The running server. */
export interface MotoServer {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Installs the pinned version into a virtual environment, unless it is there, and starts it on a free port. */
export async function startMoto(): Promise<MotoServer> {
  if (!existsSync(join(venv, "bin/moto_server"))) {
    await run("python3", ["-m", "venv", venv]);
    await run(join(venv, "bin/pip"), ["install", "--quiet", `moto[server]==${VERSION}`]);
  }
  const port = await freePort();
  const child = spawn(join(venv, "bin/moto_server"), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilListening(endpoint, "moto");
  return { endpoint, stop: () => void child.kill("SIGKILL") };
}
