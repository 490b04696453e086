/** A restore of the point that counts. Its token makes a repeat the same job, so that a lost answer costs nothing: it is sent again. */
import { block, parseStage, toPreparation, type Finding, type PollAnswer, type Preparation, type TransitionEffects } from "@dr/adapter-kit";
import type { JobFacts } from "../api/backup-client.ts";
import { markOf } from "../mark.ts";
import { secondsBetween } from "../seconds-between.ts";
import type { StorageClients } from "../storage-client.ts";
import { choosePoint, portOf, findingsOf, type BackupContext, type ChosenPoint } from "./choose-point.ts";
import { unknownType } from "./created.ts";
import type { BackupConfig, BackupResources } from "./input.ts";
import type { JobHandle, RestorePre } from "./journal.ts";
import { takeAway } from "./take-away.ts";

type Effects = TransitionEffects<StorageClients, BackupResources, BackupConfig>;
const NEEDED: Readonly<Record<string, readonly string[]>> = { EBS: ["availabilityZone"], FSx: ["SubnetIds"] };

/** What the point says, and over it what the plan says. Never into the file system that clients use, unless a plan says so outside of drills. */
async function metadataOf(context: BackupContext, point: ChosenPoint): Promise<Readonly<Record<string, string>>> {
  const { metadata: wanted = {} } = context.config;
  const told = await portOf(context).metadata(point);
  if (point.type !== "EFS") return { ...told, ...wanted };
  const isNew = context.executionType === "drill" ? { newFileSystem: "true" } : {};
  return { ...told, newFileSystem: "true", CreationToken: markOf(context), ...wanted, ...isNew };
}

function fitRestore({ type, arn }: ChosenPoint, metadata: Readonly<Record<string, string>>): readonly Finding[] {
  const unknown = unknownType(type);
  if (unknown) return [unknown];
  const missing = (NEEDED[type] ?? []).filter((name) => (metadata[name] ?? "") === "");
  if (missing.length > 0) {
    const message = `a restore of ${type} needs ${missing.join(", ")} in config.metadata`;
    return [block("storage.metadata_missing", message, { missing, recoveryPoint: arn })];
  }
  return [];
}

async function prepare(context: BackupContext, target: string): Promise<Preparation<RestorePre>> {
  const choice = await choosePoint(context, parseStage(target).name);
  const { point } = choice;
  if (point === null) return toPreparation(findingsOf(choice));
  const metadata = await metadataOf(context, point);
  return toPreparation([...findingsOf(choice), ...fitRestore(point, metadata)], { point, metadata, token: markOf(context) });
}

/** Where a job is; what has failed is said in its own words. */
export function pollJob(job: JobFacts, what: string, done: (created: string) => PollAnswer): PollAnswer {
  if (job.status === "COMPLETED" && job.created !== null) return done(job.created);
  if (!["ABORTED", "FAILED", "PARTIAL"].includes(job.status))
    return { state: "in_progress", message: `${what} ${job.id} is ${job.status}`, percent: 30 };
  const message = `${what} ${job.id} is ${job.status}: ${job.message ?? "no reason told"}`;
  return {
    state: "failed",
    failure: { code: "storage.job_failed", message, retryable: true, details: { job: job.id, status: job.status } },
  };
}

export const restore: Effects = {
  forward: {
    prepare,
    act: async (context, _target, pre): Promise<JobHandle> => {
      const { point, metadata, token } = pre as RestorePre;
      const port = portOf(context);
      return { jobId: await port.startRestore({ point: point.arn, type: point.type, metadata, role: context.config.role, token }) };
    },
    poll: async (context, target, pre, handle) => {
      const { point } = pre as RestorePre;
      const job = await portOf(context).restoreJob((handle as JobHandle).jobId);
      return pollJob(job, `restore of ${parseStage(target).name}`, (created) => ({
        state: "completed",
        evidence: evidenceOf(context, point, job, created),
      }));
    },
    // The same token is the same job: asking for it again is how it is found.
    discover: async () => ({ state: "not_started" }),
  },
  back: takeAway,
  settleSeconds: 0,
  expectedSeconds: 120,
};

function evidenceOf({ now }: BackupContext, { arn, createdAt, scan, type }: ChosenPoint, job: JobFacts, created: string) {
  const seconds = secondsBetween(createdAt, now);
  return {
    before: { recoveryPoint: arn },
    after: { recoveryPoint: arn, createdAt, scan, type, job: job.id, created },
    externalIds: { restoreJob: job.id, created },
    rpo: { seconds, method: "recovery_point_age", confidence: "exact" },
    dataLoss: { possible: seconds > 0, seconds },
  } as const;
}
