/** The stand-ins' own thread: functions and stand-ins would otherwise wait for each other's processor time. */
import { parentPort, workerData } from "node:worker_threads";
import type { CloudDeps } from "./cloud.ts";
import { prepareProcess } from "../prepare-process.ts";
import { startCloud } from "./cloud.ts";
import type { FromCloud } from "./thread.ts";

const { options, place, awsEndpoint } = workerData as Pick<CloudDeps, "options" | "place" | "awsEndpoint">;
const send = (message: FromCloud): void => parentPort?.postMessage(message);

prepareProcess();
try {
  const cloud = await startCloud({
    options,
    place,
    awsEndpoint,
    onRecord: (record) => send({ kind: "record", record }),
    log: (level, message) => send({ kind: "log", level, message }),
  });
  parentPort?.once("message", () => {
    void cloud.stop().then(() => send({ kind: "stopped" }));
  });
  send({ kind: "ready", addresses: cloud.addresses });
} catch (error) {
  send({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}
