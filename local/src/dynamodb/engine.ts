/** Starts a third-party DynamoDB engine on disk: Dynoxide where its binary exists, else dynalite. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A running engine. `stop` ends it and keeps its data. */
export interface DynamoEngine {
  readonly name: "dynoxide" | "dynalite";
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const startDeadlineMs = 20_000;

/** Starts the engine with its data below `dataDir`; `auto` prefers Dynoxide. Throws with what is missing when the engine asked for is not there. */
export async function startDynamoEngine(engine: "auto" | "dynoxide" | "dynalite", dataDir: string): Promise<DynamoEngine> {
  mkdirSync(dataDir, { recursive: true });
  const binary = findDynoxide();
  if (engine === "dynoxide" && binary === undefined)
    throw new Error("the dynoxide binary is not installed for this platform: use --engine dynalite");
  return engine !== "dynalite" && binary !== undefined ? startDynoxide(binary, dataDir) : startDynalite(dataDir);
}

function findDynoxide(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`));
    const binary = join(folder, process.platform === "win32" ? "dynoxide.exe" : "dynoxide");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined; // Optional dependency: absent on platforms that have no binary.
  }
}

async function startDynoxide(binary: string, dataDir: string): Promise<DynamoEngine> {
  const port = await freePort();
  const watchdog = join(import.meta.dirname, "watchdog.ts");
  const args = [watchdog, binary, "serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", join(dataDir, "dynamodb.sqlite")];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilListening(endpoint, () => child.exitCode !== null);
  return {
    name: "dynoxide",
    endpoint,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function startDynalite(dataDir: string): Promise<DynamoEngine> {
  const { default: dynalite } = await import("dynalite");
  const server = dynalite({ path: join(dataDir, "dynalite"), createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    name: "dynalite",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilListening(endpoint: string, hasExited: () => boolean): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  while (Date.now() < deadline) {
    if (hasExited()) throw new Error("the database engine ended while it started: is its data in use by another process?");
    const answered = await fetch(endpoint, { method: "POST", body: "{}" }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(25);
  }
  throw new Error(`the database engine did not answer within ${startDeadlineMs} ms`);
}
