/** The way back of a restore, and the cleanup of a drill: what it made is taken away, and nothing else. */
import { parseStage, type PollAnswer, type TransitionEffects } from "@dr/adapter-kit";
import type { StorageClients } from "../storage-client.ts";
import { portOf } from "./choose-point.ts";
import { isThere, removeCreated } from "./created.ts";
import type { BackupConfig, BackupResources } from "./input.ts";
import type { JobHandle, RestorePre } from "./journal.ts";

type Back = NonNullable<TransitionEffects<StorageClients, BackupResources, BackupConfig>["back"]>;
interface Made {
  readonly type: string;
  readonly arns: readonly string[];
}

const done = (target: string, arns: readonly string[]): PollAnswer => ({
  state: "completed",
  evidence: { after: { removed: arns, of: parseStage(target).name }, leftovers: [] },
});

async function stillThere(clients: StorageClients, { type, arns }: Made): Promise<readonly string[]> {
  const there: string[] = [];
  for (const arn of arns) if (await isThere(clients, type, arn)) there.push(arn);
  return there;
}

/** A job whose answer never came is named: nobody knows what it made. */
export const takeAway: Back = {
  prepare: async (context, target) => {
    const made: string[] = [];
    const unknown: string[] = [];
    for (const { pre, handle } of context.originals) {
      const { point, token } = pre as RestorePre;
      if (handle === undefined || handle === null)
        unknown.push(`whatever StartRestoreJob made of ${point.arn} (token ${token}), if it was taken`);
      else {
        const job = await portOf(context).restoreJob((handle as JobHandle).jobId);
        if (job.created !== null) made.push(job.created);
        else if (!["ABORTED", "FAILED", "COMPLETED"].includes(job.status))
          return { state: "not_ready", message: `restore job ${job.id} is ${job.status}` };
      }
    }
    const type = (context.originals.at(-1)?.pre as RestorePre | undefined)?.point.type ?? "";
    const arns = await stillThere(context.clients, { type, arns: made });
    if (arns.length === 0) return { state: "noop", evidence: { after: { removed: [], of: parseStage(target).name }, leftovers: unknown } };
    return { state: "ready", pre: { type, arns } satisfies Made, standing: [...arns, ...unknown] };
  },
  act: async ({ clients }, _target, pre) => {
    const { type, arns } = pre as Made;
    for (const arn of arns) if (await isThere(clients, type, arn)) await removeCreated(clients, type, arn);
    return null;
  },
  poll: async ({ clients }, target, pre) => {
    const there = await stillThere(clients, pre as Made);
    return there.length === 0
      ? done(target, (pre as Made).arns)
      : { state: "in_progress", message: `${there.join(", ")} is being deleted`, percent: 50 };
  },
  discover: async ({ clients }, _target, pre) =>
    (await stillThere(clients, pre as Made)).length === 0 ? { state: "found", handle: null } : { state: "not_started" },
};
