/** Brings back what live rules do not: objects that failed, that were there before the rule, or that are replicas themselves. One S3 Batch Replication job. */
import { statusWords, wait, NO_DATA, type Finding } from "@dr/adapter-kit";
import type { JobFacts } from "../api/job-client.ts";
import { regionsOf, type S3Context } from "../direction.ts";
import { effects } from "../transitions.ts";
import { fitBack, readBack, type BackFacts } from "./facts.ts";

/** The pair, and the job of this stage. */
interface SyncFacts extends BackFacts {
  readonly job: JobFacts | null;
}

/** The job by its mark, which is its token, too; null: none. */
interface WantedJob {
  readonly mark: string | null;
}

const USUAL_ROLE = "dr-s3-batch-operations";
const jobWords = statusWords({
  code: "s3.batch_failed",
  serving: ["complete", ""],
  // Suspended would wait for a confirmation that we never ask for.
  passing: ["new", "preparing", "ready", "active", "completing", "pausing", "paused", "suspended", "cancelling", "failing"],
  lasting: ["failed", "cancelled"],
});

/** The account whose buckets these are: that of the role which replicates them. */
const accountOf = ({ reverse }: BackFacts): string => reverse?.role.split(":")[4] ?? "";

function roleOf(facts: BackFacts, { config }: S3Context): string {
  const partition = facts.reverse?.role.split(":")[1] ?? "aws";
  return config.batchRole ?? `arn:${partition}:iam::${accountOf(facts)}:role/${USUAL_ROLE}`;
}

/** After the freeze nothing more is written: what the live rule has under way has to arrive first. */
function fitDrained({ metrics, written }: BackFacts): readonly Finding[] {
  const { pendingOperations } = metrics;
  if (pendingOperations === null || pendingOperations === 0) return [];
  return [wait("s3.replication_pending", `${pendingOperations} changes of ${written ?? ""} are under way`, { pendingOperations })];
}

/** `sync` runs while clients write; `final` after the freeze, when little is left. */
export function batchSync(stage: "sync" | "final") {
  return effects({
    settleSeconds: 20,
    expectedSeconds: 60,
    read: async (context: S3Context, target, wanted: WantedJob | undefined): Promise<SyncFacts> => {
      const facts = await readBack(context, target);
      const mark = wanted?.mark ?? null;
      const job = mark === null ? null : await context.clients.jobs(regionsOf(context, "back").from).find(accountOf(facts), mark);
      return { ...facts, job };
    },
    status: ({ job }) => jobWords(job?.status ?? ""),
    fit: (facts, context) => [...fitBack(facts, context), ...(stage === "final" ? fitDrained(facts) : [])],
    want: (_facts, { resourceOperationId }): WantedJob => ({ mark: resourceOperationId }),
    reached: ({ job }, { mark }) => mark === null || (job !== null && job.status === "Complete" && job.failed === 0),
    act: (context, _target, { before, wanted }) =>
      context.clients.jobs(regionsOf(context, "back").from).createJob({
        account: accountOf(before),
        bucket: before.written ?? "",
        role: roleOf(before, context),
        mark: wanted.mark ?? "",
        title: `dr-failback ${stage}`,
        createdAfter: context.config.createdAfter ?? null,
        report: context.config.batchReport ?? null,
      }),
    // Complete is a word: what counts is how many of its objects failed.
    givenUp: ({ job, written }) =>
      job !== null && job.status === "Complete" && job.failed > 0
        ? {
            code: "s3.objects_failed",
            message: `${job.failed} of ${job.total} objects of ${written ?? ""} were not brought back: look at job ${job.id} (batchReport writes what failed)`,
            retryable: true,
            details: { failed: job.failed, total: job.total },
          }
        : undefined,
    describe: ({ written, bucket, job }) =>
      `${written ?? "nobody"} to ${bucket}: batch job ${job ? `${job.id} is ${job.status}, ${job.failed} of ${job.total} failed` : "not made"}`,
    evidence: ({ written, bucket, job }) => ({
      after: { from: written, to: bucket, objects: job?.total ?? 0, failed: job?.failed ?? 0 },
      externalIds: job ? { batchJob: job.id } : {},
      rpo: NO_DATA,
    }),
    // Objects that were brought back are versions: nothing was overwritten, and nothing is taken away.
    undo: (): WantedJob => ({ mark: null }),
  });
}
