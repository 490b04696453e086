/** Starts a third-party DynamoDB engine on disk: Dynoxide where its binary exists, else dynalite. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalLog } from "../log.ts";
import { processFacts } from "./at-work.ts";
import { createSilenceJudge, LOOK_EVERY_MS } from "./silence.ts";

/** A running engine. `stop` ends it and keeps its data. */
export interface DynamoEngine {
  readonly name: "dynoxide" | "dynalite";
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Whom the engine tells what becomes of it. `onDown` hears at once that it died or is stuck; `onLost` that it ended for good. */
export interface EngineVoice {
  readonly log: LocalLog;
  readonly onDown: () => void;
  readonly onLost: (reason: string) => void;
}

const startDeadlineMs = 20_000;
const RESTART_WINDOW_MS = 60_000;
const MAX_RESTARTS = 3;
const STOP_WITHIN_MS = 3_000;

/** Starts the engine with its data below `dataDir`; `auto` prefers Dynoxide. Throws with what is missing when the engine asked for is not there. */
export async function startDynamoEngine(
  engine: "auto" | "dynoxide" | "dynalite",
  dataDir: string,
  voice: EngineVoice,
): Promise<DynamoEngine> {
  mkdirSync(dataDir, { recursive: true });
  const binary = findDynoxide();
  if (engine === "dynoxide" && binary === undefined)
    throw new Error("the dynoxide binary is not installed for this platform: use --engine dynalite");
  return engine !== "dynalite" && binary !== undefined ? startDynoxide(binary, dataDir, voice) : startDynalite(dataDir);
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

async function startDynoxide(binary: string, dataDir: string, { log, onDown, onLost }: EngineVoice): Promise<DynamoEngine> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const file = join(dataDir, "dynamodb.sqlite");
  let stopping = false;
  let child = spawnDynoxide(binary, port, file);
  await waitUntilListening(endpoint, child, file);
  let restarts: number[] = [];
  const watch = (): void => {
    child.process.once("exit", () => {
      if (stopping) return;
      onDown();
      void restart();
    });
  };
  /** The data is on disk, so an engine that died is started again; one that dies again and again is not. */
  const restart = async (): Promise<void> => {
    const now = performance.now();
    restarts = [...restarts.filter((at) => now - at < RESTART_WINDOW_MS), now];
    const words = child.lastWords();
    if (restarts.length > MAX_RESTARTS) return onLost(`the database engine ended ${restarts.length} times within a minute: ${words}`);
    log("error", `the database engine ended (${words}); it is started again on ${file}`);
    endOrphan(child);
    child = spawnDynoxide(binary, port, file);
    watch();
    await waitUntilListening(endpoint, child, file).then(
      () => log("info", "the database engine is back"),
      (error: unknown) => onLost(error instanceof Error ? error.message : String(error)),
    );
  };
  watch();
  const guard = endStuck(endpoint, () => child, { log, onDown });
  return {
    name: "dynoxide",
    endpoint,
    stop: async () => {
      stopping = true;
      clearInterval(guard);
      if (child.process.exitCode !== null) return;
      const gone = once(child.process, "exit");
      child.process.kill("SIGTERM");
      const kill = setTimeout(() => child.process.stdin?.end(), STOP_WITHIN_MS);
      await gone;
      clearTimeout(kill);
    },
  };
}

/** An engine that owes an answer and does nothing is ended by its watchdog, and then started again like one that died. */
function endStuck(endpoint: string, engine: () => EngineProcess, { log, onDown }: Pick<EngineVoice, "log" | "onDown">): NodeJS.Timeout {
  let asked: EngineProcess | undefined;
  let isStuck = createSilenceJudge();
  return setInterval(() => {
    const now = engine();
    const isOwed = asked === now;
    if (asked !== undefined && !isOwed) isStuck = createSilenceJudge();
    if (isStuck({ isOwed, facts: processFacts(now.enginePid()) })) {
      log("error", "the database engine owes answers and does nothing; it is ended");
      onDown();
      asked = undefined;
      isStuck = createSilenceJudge();
      now.process.stdin?.end();
      return;
    }
    if (isOwed) return;
    asked = now;
    const heard = (): void => {
      if (asked === now) asked = undefined;
    };
    void fetch(endpoint, { method: "POST", body: "{}" }).then((answer) => answer.body?.cancel().then(heard, heard), heard);
  }, LOOK_EVERY_MS).unref();
}

/** A watchdog that was killed could not take its engine with it: that one still has the port and the file, and nobody to end it. */
function endOrphan({ process: watchdog, enginePid }: EngineProcess): void {
  if (watchdog.signalCode === null || enginePid() === 0) return;
  try {
    process.kill(enginePid(), "SIGKILL");
  } catch {
    // It is gone.
  }
}

interface EngineProcess {
  readonly process: ChildProcess;
  /** The engine itself, below its watchdog; 0 until it is known. */
  readonly enginePid: () => number;
  /** The end of its standard error. */
  readonly lastWords: () => string;
}

function spawnDynoxide(binary: string, port: number, file: string): EngineProcess {
  const watchdog = join(import.meta.dirname, "watchdog.ts");
  const args = [watchdog, binary, "serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", file];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  let words = "";
  let pid = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    pid += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    words = (words + chunk).slice(-2_000);
  });
  return { process: child, enginePid: () => Number(pid), lastWords: () => words.trim().split("\n").at(-1) ?? "" };
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

async function waitUntilListening(endpoint: string, child: EngineProcess, file: string): Promise<void> {
  const deadline = performance.now() + startDeadlineMs;
  while (performance.now() < deadline) {
    if (child.process.exitCode !== null)
      throw new Error(`the database engine ended while it opened ${file}: ${child.lastWords() || "it gave no reason"}`);
    const answered = await fetch(endpoint, { method: "POST", body: "{}" }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(25);
  }
  throw new Error(`the database engine did not answer within ${startDeadlineMs} ms`);
}
