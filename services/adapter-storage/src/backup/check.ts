/** Does what was restored serve? A drill tells AWS Backup, too: that is the proof that the point can be restored. */
import { parseStage, refuseWith, block, NO_DATA } from "@dr/adapter-kit";
import { effects } from "../transitions.ts";
import { portOf, type BackupContext } from "./choose-point.ts";
import { verdictOf } from "./created.ts";

interface CheckFacts {
  /** Null while nothing was restored: readiness asks before. */
  readonly created: string | null;
  readonly jobId: string;
  readonly verdict: "serves" | "pending" | "failed";
  readonly word: string;
  /** What Backup was told; null: nothing. */
  readonly told: string | null;
}

interface WantedCheck {
  /** Told to Backup in a drill; a recovery only looks. */
  readonly tells: boolean;
}

function restored(context: BackupContext, target: string) {
  const { created, job, type } = context.earlier(`restore:${parseStage(target).name}`)?.result?.after ?? {};
  if (typeof created === "string" && typeof job === "string" && typeof type === "string") return { created, jobId: job, type };
  return null;
}

const isTold = (told: string | null): boolean => told === "SUCCESSFUL" || told === "FAILED";

const looks = effects({
  settleSeconds: 10,
  expectedSeconds: 20,
  read: async (context: BackupContext, target, _wanted: WantedCheck | undefined): Promise<CheckFacts> => {
    const made = restored(context, target);
    if (made === null) return { created: null, jobId: "", verdict: "pending", word: "not restored yet", told: null };
    const { created, jobId, type } = made;
    const { validation } = await portOf(context).restoreJob(jobId);
    return { created, jobId, ...(await verdictOf(context.clients, type, created)), told: validation };
  },
  status: ({ created, verdict, word }) => ({
    word,
    meaning: created !== null && verdict === "pending" ? "passing" : "serving",
    code: "storage.restored_unusable",
  }),
  fit: ({ verdict, created, word }, { executionType }) =>
    verdict === "failed" && executionType !== "drill"
      ? [block("storage.restored_unusable", `${created ?? "what was restored"} is ${word}`, { status: word })]
      : [],
  want: (_facts, { executionType }): WantedCheck => ({ tells: executionType === "drill" }),
  reached: ({ told, verdict }, { tells }) => (tells ? told === "SUCCESSFUL" && verdict === "serves" : verdict === "serves"),
  act: async (context, target, { before: { jobId, created, verdict, word } }) => {
    if (created === null) throw refuseWith(block("storage.nothing_restored", `${target}: nothing was restored that could be looked at`));
    await portOf(context).putValidation(jobId, verdict === "serves" ? "SUCCESSFUL" : "FAILED", `${created} is ${word}`);
    return null;
  },
  givenUp: ({ told, created, word }) =>
    isTold(told) && told !== "SUCCESSFUL"
      ? {
          code: "storage.validation_failed",
          message: `${created ?? "what was restored"} is ${word}: the point cannot be relied on`,
          retryable: false,
          details: { status: word },
        }
      : undefined,
  describe: ({ created, word, told }) => `${created ?? "what is restored"} is ${word}, validation ${told ?? "not told"}`,
  evidence: ({ created, word, told }) => ({
    after: { created, status: word, validation: told },
    externalIds: created === null ? {} : { created },
    rpo: NO_DATA,
  }),
});

const noop = { state: "noop", evidence: { after: {} } } as const;

/** What was told stays told; there is nothing to take back. */
export const check: typeof looks = {
  ...looks,
  back: {
    prepare: async () => noop,
    act: async () => null,
    poll: async () => ({ state: "completed", evidence: noop.evidence }),
    discover: async () => ({ state: "not_started" }),
  },
};
