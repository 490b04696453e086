/** How long `/health` of a runtime on one machine is held up at most while it reads a hostile document. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { hostileDocuments, type HostileDocument } from "@dr/domain/testing";
import { spawnRuntime, type SpawnedRuntime } from "@dr/local";

/** One document: how long it was read, the longest that an answer of `/health` took meanwhile, in ms, and how many there were. */
export interface Blockage {
  readonly name: string;
  readonly readMs: number;
  readonly healthMs: number;
  readonly answers: number;
}

/** Sends each document once, one after the other, while another thread asks `/health` again and again. */
export async function blockages(lengths: Readonly<Record<"json" | "yaml", number>>): Promise<readonly Blockage[]> {
  const data = mkdtempSync(join(tmpdir(), "dr-bench-hostile-"));
  const runtime = await spawnRuntime({ args: ["--port", "0", "--data", data] });
  const asker = new Worker(new URL("./ask-health.ts", import.meta.url), { workerData: `${runtime.ready.endpoint}/api/v1/health` });
  const since = async (): Promise<Pick<Blockage, "healthMs" | "answers">> => {
    asker.postMessage("since");
    return ((await once(asker, "message")) as [Pick<Blockage, "healthMs" | "answers">])[0];
  };
  try {
    const ofFormat = (format: "json" | "yaml"): readonly HostileDocument[] =>
      hostileDocuments(lengths[format]).filter((document) => (document.format === "yaml") === (format === "yaml"));
    const found: Blockage[] = [];
    // What reads large documents is started by the first one.
    await refused(runtime, { name: "the first one", format: "json", text: "[".repeat(100_000) });
    for (const document of [...ofFormat("json"), ...ofFormat("yaml")]) {
      await since();
      const readMs = await refused(runtime, document);
      found.push({ name: document.name, readMs, ...(await since()) });
    }
    return found;
  } finally {
    await asker.terminate();
    await runtime.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function refused(runtime: SpawnedRuntime, { name, format, text }: HostileDocument): Promise<number> {
  const from = performance.now();
  const call = { method: "POST", path: "/api/v1/plans", body: text, contentType: `application/${format}` };
  const { status } = await runtime.as("DRPlanManager")(call);
  if (![400, 413, 422].includes(status)) throw new Error(`${name} was answered with ${status}`);
  return performance.now() - from;
}
