/** moto, MiniStack and microburst, which no one here wrote, each a process of its own on a free port of the loopback. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { program } from "./environments.ts";
import { freePort, untilListening } from "./ports.ts";

/** A running server. */
export interface Server {
  readonly endpoint: string;
  readonly stop: () => void;
}

async function serve(
  name: string,
  args: (port: number) => readonly string[],
  env: (port: number) => NodeJS.ProcessEnv = () => ({}),
): Promise<Server> {
  const port = await freePort();
  // Functions run on the Node that runs this; what a server writes goes with it.
  const folder = mkdtempSync(join(tmpdir(), `dr-${name}-`));
  const PATH = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  const child = spawn(program("peers", name), [...args(port)], {
    stdio: process.env["DR_E2E_LOG"] === undefined ? "ignore" : "inherit",
    cwd: folder,
    env: { ...process.env, PATH, ...env(port) },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilListening(endpoint, name);
  return {
    endpoint,
    stop: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** moto. */
export const startMoto = (): Promise<Server> => serve("moto_server", motoArgs);

/** How moto is told where to listen; the how-to says the same. */
export const motoArgs = (port: number): string[] => ["-H", "127.0.0.1", "-p", String(port)];

/** MiniStack: its own defaults listen on all interfaces and on the port of MQTT. */
export const startMiniStack = (): Promise<Server> =>
  serve(
    "ministack",
    () => [],
    (port) => ({ BIND_HOST: "127.0.0.1", IOT_MTLS_ENABLED: "0", GATEWAY_PORT: String(port) }),
  );

/** microburst, which passes everything on to a server and answers in its place where its rules say so. */
export const startMicroburst = (upstream: string): Promise<Server> =>
  serve("microburst", (port) => ["--host", "127.0.0.1", "--upstream", upstream, "--port", String(port)]);
