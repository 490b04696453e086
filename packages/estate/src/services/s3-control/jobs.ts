// S3 Batch Operations, as much as replicates again what a bucket's rules did not bring over.
import type { CreateJobResult, DescribeJobResult, JobDescriptor, ListJobsResult } from "@aws-sdk/client-s3-control";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { bucketIn, type BucketRecord, destinationsOf, objectId, objectKind } from "../s3/records.ts";
import { JOB } from "./durations.ts";
import { jobKind, type JobRecord } from "./records.ts";

const START_MS = 5_000;
const account = { AccountId: z.string().regex(/^\d{12}$/u, "expected an account") };

const generator = z.object({
  S3JobManifestGenerator: z.looseObject({
    SourceBucket: z.string().startsWith("arn:"),
    EnableManifestOutput: z.boolean(),
    Filter: z.looseObject({ EligibleForReplication: z.boolean().optional() }).optional(),
  }),
});

/** Replicates again what is not there yet; a token is one job however often it comes. */
export const createJob = writeOperation({
  input: z.object({
    ...account,
    ConfirmationRequired: z.boolean(),
    ClientRequestToken: z.string().min(1).max(64),
    Description: z.string().max(256).default(""),
    Priority: z.int().min(0),
    RoleArn: z.string().startsWith("arn:"),
    Operation: z.looseObject({ S3ReplicateObject: z.unknown() }),
    Report: z.looseObject({ Enabled: z.boolean() }),
    ManifestGenerator: generator,
  }),
  resources: ({ ManifestGenerator }) => [ManifestGenerator.S3JobManifestGenerator.SourceBucket.replace("arn:aws:s3:::", "")],
  run: ({ ClientRequestToken: token, Description: description, ManifestGenerator }, call): CreateJobResult => {
    const { world, region, nowMs, chance, faulty } = call;
    const known = world.list(jobKind, region).find((job) => job.token === token);
    if (known !== undefined) return { JobId: known.id };
    const sourceBucket = ManifestGenerator.S3JobManifestGenerator.SourceBucket.replace("arn:aws:s3:::", "");
    const bucket = bucketIn(world, region, sourceBucket);
    if (destinationsOf(bucket).length === 0) throw awsError("InvalidRequest", "The source bucket has no replication configuration", 400);
    const id = [8, 4, 4, 4, 12].map((length, index) => chance.hex(length, `job-${index}`)).join("-");
    const startMs = nowMs + START_MS;
    const endMs = faulty("never-completes", [sourceBucket]) ? NEVER_MS : startMs + chance.durationMs(JOB, "job");
    const failed = faulty("launch-failed", [sourceBucket]) ? 1 : 0;
    const tasks = failed + (failed === 0 ? bringOver(call, bucket, endMs) : 0);
    world.put(jobKind, region, id, { id, token, description, sourceBucket, createdMs: nowMs, startMs, endMs, tasks, failed });
    return { JobId: id };
  },
});

/** What is not on the other side is there when the job ends; how much that is. */
const bringOver = ({ world, nowMs }: WriteCall, bucket: BucketRecord, endMs: number): number => {
  const own = world
    .list(objectKind, GLOBAL_REGION)
    .filter((one) => one.bucket === bucket.name && one.seenMs <= nowMs && one.of === undefined);
  const missing = destinationsOf(bucket).flatMap((destination) =>
    own
      .filter(({ key }) => (world.get(objectKind, GLOBAL_REGION, objectId(destination, key))?.seenMs ?? NEVER_MS) > nowMs)
      .map((one) => ({ ...one, bucket: destination, of: bucket.name, seenMs: endMs })),
  );
  for (const replica of missing) world.put(objectKind, GLOBAL_REGION, objectId(replica.bucket, replica.key), replica);
  return missing.length;
};

const statusOf = ({ startMs, endMs }: JobRecord, nowMs: number) => (nowMs < startMs ? "Preparing" : nowMs < endMs ? "Active" : "Complete");

const shape = (job: JobRecord, nowMs: number): JobDescriptor => {
  const isOver = nowMs >= job.endMs;
  return {
    JobId: job.id,
    Description: job.description,
    Status: statusOf(job, nowMs),
    Priority: 10,
    CreationTime: new Date(job.createdMs),
    ...(isOver ? { TerminationDate: new Date(job.endMs) } : {}),
    ProgressSummary: {
      TotalNumberOfTasks: job.tasks,
      NumberOfTasksSucceeded: isOver ? job.tasks - job.failed : 0,
      NumberOfTasksFailed: isOver ? job.failed : 0,
    },
  };
};

/** One job. */
export const describeJob = readOperation({
  input: z.object({ ...account, JobId: z.string() }),
  resources: ({ JobId }) => [JobId],
  run: ({ JobId }, { world, region, nowMs }): DescribeJobResult => {
    const job = world.get(jobKind, region, JobId);
    if (job === undefined) throw awsError("NotFoundException", `Job ${JobId} was not found`, 404);
    return { Job: shape(job, nowMs) };
  },
  withStatus: (output, Status) => ({ Job: { ...output.Job, Status } }),
});

/** All jobs of the account in the Region, newest first. */
export const listJobs = readOperation({
  input: z.object({ ...account, MaxResults: z.int().min(1).max(1_000).default(1_000), NextToken: z.string().optional() }),
  run: ({ MaxResults, NextToken }, { world, region, nowMs }): ListJobsResult => {
    const jobs = world
      .list(jobKind, region)
      .toSorted((a, b) => b.createdMs - a.createdMs)
      .map((job) => {
        const { JobId, Description, Status, Priority, CreationTime, ProgressSummary } = shape(job, nowMs);
        return { JobId, Description, Operation: "S3ReplicateObject" as const, Status, Priority, CreationTime, ProgressSummary };
      });
    const page = paginate(jobs, NextToken, MaxResults);
    if (page === undefined) throw awsError("InvalidNextTokenException", "The token is not one that was given out.", 400);
    return { Jobs: [...page.items], ...(page.nextToken !== undefined && { NextToken: page.nextToken }) };
  },
});
