/** Runs the stand-ins in a thread of their own and hands over what they say. */
import { Worker } from "node:worker_threads";
import type { StreamRecord } from "../dynamodb/tap.ts";
import type { CloudAddresses, CloudDeps } from "./cloud.ts";

/** Messages from the thread. */
export type FromCloud =
  | { readonly kind: "ready"; readonly addresses: CloudAddresses }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "record"; readonly record: StreamRecord }
  | { readonly kind: "log"; readonly level: "info" | "warn" | "error"; readonly message: string }
  | { readonly kind: "stopped" };

/** Starts the thread. Rejects with the reason when a stand-in cannot start. */
export async function startCloudThread({
  onRecord,
  log,
  ...data
}: CloudDeps): Promise<{ addresses: CloudAddresses; stop: () => Promise<void> }> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: data });
  const stopped = Promise.withResolvers<void>();
  const started = Promise.withResolvers<CloudAddresses>();
  worker.on("message", (message: FromCloud) => {
    if (message.kind === "record") onRecord(message.record);
    else if (message.kind === "log") log(message.level, message.message);
    else if (message.kind === "ready") started.resolve(message.addresses);
    else if (message.kind === "failed") started.reject(new Error(message.message));
    else stopped.resolve();
  });
  worker.on("error", (error) => {
    log("error", `the local AWS stand-ins failed: ${error instanceof Error ? error.message : String(error)}`);
    started.reject(error instanceof Error ? error : new Error(String(error)));
    stopped.resolve();
  });
  const addresses = await started.promise;
  return {
    addresses,
    stop: async () => {
      worker.postMessage("stop");
      await stopped.promise;
      await worker.terminate();
    },
  };
}
