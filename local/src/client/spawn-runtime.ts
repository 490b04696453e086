/** Starts `pnpm dev`'s program as a child process and waits for its ready line. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { createSignedClient, type SignedClient } from "@dr/client/signed-client";

const readySchema = z.object({
  event: z.literal("ready"),
  pid: z.number(),
  endpoint: z.string(),
  region: z.string(),
  estate: z.string(),
  speed: z.number(),
  exportKeyFile: z.string(),
  checkpointKeyFile: z.string(),
  aws: z.object({ dynamodb: z.string(), sqs: z.string(), events: z.string(), estate: z.string(), lambda: z.string() }),
  credentials: z.record(z.string(), z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), principal: z.string() })),
  /** With `AUTH_MODE=cognito`: an access token by group. */
  tokens: z.record(z.string(), z.string()).optional(),
});

/** The one line of JSON that the runtime prints when it is ready. */
export type ReadyLine = z.infer<typeof readySchema>;

/** A runtime in a process of its own. */
export interface SpawnedRuntime {
  readonly ready: ReadyLine;
  readonly child: ChildProcess;
  /** A client that signs as this role. */
  readonly as: (role: string) => SignedClient;
  /** SIGTERM, and waits for the end; resolves with the exit status. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, and waits for the end: what a crash looks like. */
  readonly kill: () => Promise<void>;
}

/** Command line of the child; `log` gets its standard error line by line. */
export interface SpawnOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/** Starts the runtime. Rejects with its last words when it ends before it is ready. */
export async function spawnRuntime({ args, env = {}, log }: SpawnOptions): Promise<SpawnedRuntime> {
  const main = join(import.meta.dirname, "../main.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const lastWords: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    lastWords.splice(0, Math.max(0, lastWords.length - 20));
    lastWords.push(line);
    log?.(line);
  });
  const exited = once(child, "exit");
  const firstLine = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the runtime ended (${code}) before it was ready:\n${lastWords.join("\n")}`)));
  });
  const ready = readySchema.parse(JSON.parse(await firstLine));
  return {
    ready,
    child,
    as: (role) => {
      const pair = ready.credentials[role];
      if (!pair) throw new Error(`the runtime has no credentials for ${role}`);
      return createSignedClient({ endpoint: ready.endpoint, region: ready.region, ...pair });
    },
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = (await exited) as [number | null];
      return code;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
