/** Why what was accepted will not come: ONTAP answers before it has done anything, and tells by its job that it could not. */
import { lazyObject } from "@dr/events";
import type { Failure } from "@dr/events";
import * as z from "zod";
import type { ClusterPort } from "./api/cluster-client.ts";
import { clusterPort, type OntapContext } from "./mirrors.ts";

/** What an act leaves in the journal: its job, or those of several calls; null where a call was done at once. */
const accepted = z.union([
  lazyObject(() => ({ jobUuid: z.string().nullable() })).transform(({ jobUuid }) => [jobUuid]),
  lazyObject(() => ({ jobs: z.array(z.string().nullable()) })).transform(({ jobs }) => jobs),
]);

/** The failure of the first job that failed; undefined where none did, or the cluster has forgotten them (300 s after their end): then the facts alone tell. */
async function jobFailure(port: ClusterPort, handle: unknown): Promise<Failure | undefined> {
  for (const uuid of accepted.safeParse(handle).data ?? []) {
    const job = uuid === null ? null : await port.job(uuid);
    if (job?.state !== "failure" && job?.state !== "error") continue;
    const message = `job ${uuid ?? ""} failed: ${job.message || "no reason told"}${job.code === null ? "" : ` (ONTAP ${job.code})`}`;
    return { code: "ontap.job_failed", message, retryable: true, details: { job: uuid, ontapCode: job.code } };
  }
  return undefined;
}

/** What a poll knows of an act. */
export interface SentTo<Context extends OntapContext = OntapContext> {
  readonly context: Context;
  readonly handle: unknown;
}

/** Why nothing more will come of what the cluster at one end accepted. */
export async function jobFailureAt(end: "sourceCluster" | "destinationCluster", { context, handle }: SentTo): Promise<Failure | undefined> {
  return jobFailure(await clusterPort(context, context.resources[end]), handle);
}
