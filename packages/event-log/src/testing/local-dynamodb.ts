/** Starts a local DynamoDB engine: Dynoxide where its binary is installed, else dynalite in this process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Engines that can be started. `dynoxide` has streams and returns the winner of a lost condition; `dynalite` runs everywhere. */
export type LocalEngine = "dynoxide" | "dynalite";

/** A running engine. `stop` ends it and resolves when the port is free again; what lies on disk stays. */
export interface LocalDynamoDb {
  readonly engine: LocalEngine;
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** How to start it. Without `dataPath` (a file for Dynoxide, a directory for dynalite) nothing is kept; without `port` a free one is taken. */
export interface LocalDynamoDbOptions {
  readonly engine?: LocalEngine;
  readonly port?: number;
  readonly dataPath?: string;
}

const require = createRequire(import.meta.url);
const START_TIMEOUT_MS = 10_000;

/** Path of the Dynoxide binary, or null where the package has none for this machine. */
export function findDynoxide(): string | null {
  try {
    const path = join(dirname(require.resolve("@dynoxide/linux-x64/package.json")), "dynoxide");
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Starts an engine on 127.0.0.1. Throws if the engine that was asked for is not there or does not answer within 10 s. */
export async function startLocalDynamoDb(options: LocalDynamoDbOptions = {}): Promise<LocalDynamoDb> {
  const binary = findDynoxide();
  const engine = options.engine ?? (binary === null ? "dynalite" : "dynoxide");
  const port = options.port ?? (await freePort());
  if (engine === "dynalite") return await startDynalite(port, options.dataPath);
  if (binary === null) throw new Error("Dynoxide has no binary for this machine");
  return await startDynoxide(binary, port, options.dataPath);
}

async function startDynoxide(binary: string, port: number, dataPath: string | undefined): Promise<LocalDynamoDb> {
  const child = spawn(binary, ["serve", "--port", String(port), ...(dataPath === undefined ? [] : ["--db-path", dataPath])], {
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  const endAtExit = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", endAtExit);
  const stop = async (): Promise<void> => {
    process.removeListener("exit", endAtExit);
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exited;
  };
  const failed = exited.then(([code]) => Promise.reject(new Error(`Dynoxide ended at once with code ${String(code)}`)));
  await Promise.race([reachable(port), failed]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  failed.catch(() => undefined);
  return { engine: "dynoxide", endpoint: `http://127.0.0.1:${port}`, stop };
}

async function startDynalite(port: number, dataPath: string | undefined): Promise<LocalDynamoDb> {
  const dynalite = require("dynalite") as (options: Record<string, unknown>) => Server;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(dataPath === undefined ? {} : { path: dataPath }) });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    if ("closeAllConnections" in server && typeof server.closeAllConnections === "function") server.closeAllConnections();
    await closed;
  };
  return { engine: "dynalite", endpoint: `http://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function reachable(port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const socket = connect(port, "127.0.0.1");
    const connected = await Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)]).catch(
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await sleep(10);
  }
  throw new Error(`no DynamoDB answered on port ${port} within ${START_TIMEOUT_MS} ms`);
}
