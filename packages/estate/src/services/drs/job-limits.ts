// What DRS checks before it takes a job: one job per server, and the quotas.
import type { WriteCall } from "../../operation.ts";
import { DRS_QUOTAS } from "./drs-quotas.ts";
import { conflict, quotaExceeded } from "./drs-errors.ts";
import { activeJobs, serversOf } from "./job-state.ts";

/** Throws ConflictException or ServiceQuotaExceededException when a job for these servers cannot be taken now. */
export const requireJobAllowed = ({ world, region, nowMs, limits }: WriteCall, sourceServerIds: readonly string[]): void => {
  const quotas = limits(DRS_QUOTAS);
  const jobs = activeJobs(world, region, nowMs);
  const busy = new Map(jobs.flatMap((job) => serversOf(job).map((id) => [id, job.jobId])));
  for (const id of sourceServerIds) {
    const owner = busy.get(id);
    if (owner !== undefined) throw conflict(`Source server ${id} is already participating in job ${owner}`, id, "SOURCE_SERVER");
  }
  if (sourceServerIds.length > quotas.serversPerJob) {
    throw quotaExceeded(`A job can have at most ${quotas.serversPerJob} source servers`, "L-B827C881");
  }
  if (jobs.length >= quotas.concurrentJobs) {
    throw quotaExceeded(`At most ${quotas.concurrentJobs} jobs can be in progress`, "L-D88FAC3A");
  }
  if (busy.size + sourceServerIds.length > quotas.serversInAllJobs) {
    throw quotaExceeded(`At most ${quotas.serversInAllJobs} source servers can be in jobs`, "L-05AFA8C6");
  }
};
