// DescribeJobs and DescribeJobLogItems.
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { pick } from "../../world/pick.ts";
import { drsPage, jobId } from "./drs-input.ts";
import { drsPageOf } from "./drs-page.ts";
import { invalid } from "./drs-errors.ts";
import { jobLogAt } from "./job-log.ts";
import { jobJson } from "./job-state.ts";
import { jobKind } from "./records.ts";

/** DescribeJobs by id or by time of creation, newest first. */
export const describeJobs = readOperation({
  input: z.looseObject({
    filters: z
      .looseObject({
        jobIDs: z.array(jobId).max(1000).optional(),
        fromDate: z.iso.datetime().optional(),
        toDate: z.iso.datetime().optional(),
      })
      .optional(),
    ...drsPage,
  }),
  resources: ({ filters }) => filters?.jobIDs ?? [],
  run: ({ filters = {}, ...page }, { world, region, accountId, nowMs }) => {
    const fromMs = filters.fromDate === undefined ? Number.NEGATIVE_INFINITY : Date.parse(filters.fromDate);
    const toMs = filters.toDate === undefined ? Number.POSITIVE_INFINITY : Date.parse(filters.toDate);
    const jobs = pick(world, jobKind, region, filters.jobIDs)
      .filter((job) => job.createdMs >= fromMs && job.createdMs <= toMs)
      .toSorted((a, b) => b.createdMs - a.createdMs);
    return drsPageOf(
      jobs.map((job) => jobJson(job, { region, accountId, nowMs })),
      page,
    );
  },
  withStatus: (output, status) => ({
    ...output,
    items: output.items.map((job) => ({ ...job, status })),
  }),
});

/** DescribeJobLogItems, oldest first. */
export const describeJobLogItems = readOperation({
  input: z.looseObject({ jobID: jobId, ...drsPage }),
  resources: ({ jobID }) => [jobID],
  run: ({ jobID, ...page }, { world, region, nowMs }) => {
    const job = world.get(jobKind, region, jobID);
    if (job === undefined) throw invalid(`Job ${jobID} not found`);
    return drsPageOf(jobLogAt(job, nowMs), page);
  },
});
