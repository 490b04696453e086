/** The adapter as a process of its own, which dies when it is told to. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Starts and kills it. Without a command it runs elsewhere, and nothing is done. */
export interface AdapterProcess {
  readonly start: () => void;
  /** SIGKILL: what a crash looks like. */
  readonly kill: () => Promise<void>;
}

/** The process of `command`; its own output goes to standard error. */
export function adapterProcess([file, ...args]: readonly string[]): AdapterProcess {
  let child: ChildProcess | undefined;
  return {
    start: () => {
      if (file !== undefined) child = spawn(file, args, { stdio: ["ignore", "ignore", "inherit"] });
    },
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** How many effects there are; undefined when nobody can tell. Throws when the command fails. */
export function countEffects(command: string | undefined): number | undefined {
  if (command === undefined) return undefined;
  return execFileSync("sh", ["-c", command], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "").length;
}
