/** Batch jobs that replicate what live rules did not, in the Region of the bucket that is read. */
import { CreateJobCommand, DescribeJobCommand, paginateListJobs, type S3ControlClient } from "@aws-sdk/client-s3-control";
import type { FunctionEnv } from "@dr/runtime";
import { bucketArn } from "../input.ts";
import { controlPair } from "./control-client.ts";

/** A job as S3 tells it. */
export interface JobFacts {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly failed: number;
}

/** What a new job is about. `mark` is its token: the same mark is the same job. */
export interface NewJob {
  readonly account: string;
  readonly bucket: string;
  readonly role: string;
  readonly mark: string;
  /** What people read in the list of jobs. */
  readonly title: string;
  /** Objects that were written before are not looked at; null: all are. */
  readonly createdAfter: string | null;
  /** Where a report of what failed goes: `bucket/prefix`; null: none. */
  readonly report: string | null;
}

/** S3 Batch Operations in one Region. */
export interface JobPort {
  /** The job of this mark, or null. */
  readonly find: (account: string, mark: string) => Promise<JobFacts | null>;
  readonly createJob: (job: NewJob) => Promise<string>;
}

const PRIORITY = 10;
const PAGE_SIZE = 1_000;

/** S3 Batch Operations behind its port. */
export function createJobPort(env: FunctionEnv, region: string | undefined): JobPort {
  const { read, mutate } = controlPair(env, region);
  return {
    find: async (AccountId, mark) => {
      const id = await idOf(read, AccountId, mark);
      if (id === null) return null;
      const { Job } = await read.send(new DescribeJobCommand({ AccountId, JobId: id }));
      const { TotalNumberOfTasks = 0, NumberOfTasksFailed = 0 } = Job?.ProgressSummary ?? {};
      return { id, status: Job?.Status ?? "", total: TotalNumberOfTasks, failed: NumberOfTasksFailed };
    },
    createJob: async ({ account, bucket, role, mark, title, createdAfter, report }) => {
      const { JobId } = await mutate.send(
        new CreateJobCommand({
          AccountId: account,
          ConfirmationRequired: false,
          ClientRequestToken: mark,
          Description: `${title} ${mark}`,
          Priority: PRIORITY,
          RoleArn: role,
          Operation: { S3ReplicateObject: {} },
          Report: reportOf(report, role),
          ManifestGenerator: {
            S3JobManifestGenerator: {
              SourceBucket: bucketArn(bucket, role),
              EnableManifestOutput: false,
              Filter: {
                EligibleForReplication: true,
                // Live rules never bring over what was there before them, what failed, or what is a replica itself.
                ObjectReplicationStatuses: ["NONE", "FAILED", "REPLICA"],
                ...(createdAfter === null ? {} : { CreatedAfter: new Date(createdAfter) }),
              },
            },
          },
        }),
      );
      if (JobId === undefined) throw new Error("S3 accepted the job and named no id");
      return JobId;
    },
  };
}

/** Newest jobs come first: pages are read until the mark is found, and all of them where there is none. */
async function idOf(read: S3ControlClient, AccountId: string, mark: string): Promise<string | null> {
  for await (const { Jobs = [] } of paginateListJobs({ client: read, pageSize: PAGE_SIZE }, { AccountId })) {
    const found = Jobs.find(({ Description = "" }) => Description.includes(mark));
    if (found?.JobId !== undefined) return found.JobId;
  }
  return null;
}

function reportOf(report: string | null, role: string) {
  if (report === null) return { Enabled: false };
  const [bucket = "", ...prefix] = report.split("/");
  return {
    Enabled: true,
    Bucket: bucketArn(bucket, role),
    Format: "Report_CSV_20180820" as const,
    Prefix: prefix.join("/"),
    ReportScope: "FailedTasksOnly" as const,
  };
}
