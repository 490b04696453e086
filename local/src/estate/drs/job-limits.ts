// What DRS checks before it takes a job: one job per server, and the quotas.
import type { WriteCall } from "../operation.ts";
import { conflict, quotaExceeded } from "./drs-errors.ts";
import { activeJobs, serversOf } from "./job-state.ts";

/** Throws ConflictException or ServiceQuotaExceededException when a job for these servers cannot be taken now. */
export const requireJobAllowed = ({ world, region, nowMs, drsQuotas }: WriteCall, sourceServerIds: readonly string[]): void => {
  const jobs = activeJobs(world, region, nowMs);
  const busy = new Map(jobs.flatMap((job) => serversOf(job).map((id) => [id, job.jobId])));
  for (const id of sourceServerIds) {
    const owner = busy.get(id);
    if (owner !== undefined) throw conflict(`Source server ${id} is already participating in job ${owner}`, id, "SOURCE_SERVER");
  }
  if (sourceServerIds.length > drsQuotas.serversPerJob) {
    throw quotaExceeded(`A job can have at most ${drsQuotas.serversPerJob} source servers`, "L-B827C881");
  }
  if (jobs.length >= drsQuotas.concurrentJobs) {
    throw quotaExceeded(`At most ${drsQuotas.concurrentJobs} jobs can be in progress`, "L-D88FAC3A");
  }
  if (busy.size + sourceServerIds.length > drsQuotas.serversInAllJobs) {
    throw quotaExceeded(`At most ${drsQuotas.serversInAllJobs} source servers can be in jobs`, "L-05AFA8C6");
  }
};
