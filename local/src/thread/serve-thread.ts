/** The other end of `startThread`: runs in the thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { LocalLog } from "../log.ts";
import { prepareProcess } from "../prepare-process.ts";
import { installSteadyClock } from "../steady-clock.ts";
import type { FromThread } from "./messages.ts";

/** What the part that is started may say. */
export interface ThreadVoice<Note> {
  readonly note: (note: Note) => void;
  readonly log: LocalLog;
}

/** Starts the part with the thread's data, says that it is ready or why not, and stops it when it is told to. */
export async function serveThread<Data, Ready, Note = never>(
  start: (data: Data, voice: ThreadVoice<Note>) => Promise<{ readonly ready: Ready; readonly stop: () => Promise<void> }>,
): Promise<void> {
  const send = (message: FromThread<Ready, Note>): void => parentPort?.postMessage(message);
  prepareProcess();
  installSteadyClock();
  try {
    const running = await start(workerData as Data, {
      note: (note) => send({ kind: "note", note }),
      log: (level, message) => send({ kind: "log", level, message }),
    });
    parentPort?.once("message", () => {
      void running.stop().then(() => send({ kind: "stopped" }));
    });
    send({ kind: "ready", ready: running.ready });
  } catch (error) {
    send({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}
