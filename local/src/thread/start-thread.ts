/** Starts a part of the runtime in a thread of its own: functions and what they call would otherwise wait for each other's processor time. */
import { Worker } from "node:worker_threads";
import type { LocalLog } from "../log.ts";
import type { FromThread } from "./messages.ts";

/** A part to start: the module that calls `serveThread`, and the plain data that it begins with. */
export interface ThreadDeps<Note> {
  /** For the log. */
  readonly name: string;
  readonly module: URL;
  readonly data: unknown;
  readonly onNote?: (note: Note) => void;
  /** The part died after it had begun: a runtime without it only looks alive. */
  readonly onDied: () => void;
  readonly log: LocalLog;
}

/** A part that runs. `stop` ends it cleanly, and then its thread. */
export interface RunningThread<Ready> {
  readonly ready: Ready;
  readonly stop: () => Promise<void>;
}

/** Resolves when the part says that it is ready. Rejects with its reason when it cannot start. */
export async function startThread<Ready, Note = never>(deps: ThreadDeps<Note>): Promise<RunningThread<Ready>> {
  const { name, module, data, onNote, onDied, log } = deps;
  const worker = new Worker(module, { workerData: data });
  const started = Promise.withResolvers<Ready>();
  const stopped = Promise.withResolvers<void>();
  worker.on("message", (message: FromThread<Ready, Note>) => {
    if (message.kind === "note") onNote?.(message.note);
    else if (message.kind === "log") log(message.level, message.message);
    else if (message.kind === "ready") started.resolve(message.ready);
    else if (message.kind === "failed") started.reject(new Error(message.message));
    else stopped.resolve();
  });
  worker.on("error", (error) => {
    log("error", `${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    started.reject(error instanceof Error ? error : new Error(String(error)));
    stopped.resolve();
  });
  const ready = await started.promise;
  let stopping = false;
  worker.on("exit", () => {
    stopped.resolve();
    if (!stopping) onDied();
  });
  return {
    ready,
    stop: async () => {
      stopping = true;
      worker.postMessage("stop");
      await stopped.promise;
      await worker.terminate();
    },
  };
}
