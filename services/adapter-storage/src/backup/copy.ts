/** A copy of the point that counts into another vault. Copies are backups and stay. */
import { parseStage, toPreparation, NO_DATA, type TransitionEffects } from "@dr/adapter-kit";
import { markOf } from "../mark.ts";
import type { StorageClients } from "../storage-client.ts";
import { choosePoint, portOf, findingsOf, type ChosenPoint } from "./choose-point.ts";
import type { BackupConfig, BackupResources } from "./input.ts";
import type { JobHandle } from "./journal.ts";
import { pollJob } from "./restore.ts";

interface CopyPre {
  readonly point: ChosenPoint;
  readonly token: string;
}

export const copyPoint: TransitionEffects<StorageClients, BackupResources, BackupConfig> = {
  forward: {
    prepare: async (context, target) => {
      const choice = await choosePoint(context, parseStage(target).name);
      const { point } = choice;
      return toPreparation(findingsOf(choice), point === null ? undefined : { point, token: markOf(context) });
    },
    act: async (context, _target, pre): Promise<JobHandle> => {
      const { point, token } = pre as CopyPre;
      const { role, destinationVault = "" } = context.config;
      const job = { point: point.arn, vault: point.vault, destinationVault, role, token };
      return { jobId: await portOf(context).startBackupCopy(job) };
    },
    poll: async (context, target, pre, handle) => {
      const { point } = pre as CopyPre;
      const job = await portOf(context).copyJob((handle as JobHandle).jobId);
      return pollJob(job, `copy of ${parseStage(target).name}`, (created) => ({
        state: "completed",
        evidence: {
          before: { recoveryPoint: point.arn },
          after: { recoveryPoint: point.arn, createdAt: point.createdAt, copy: created, vault: context.config.destinationVault ?? null },
          externalIds: { copyJob: job.id, copy: created },
          rpo: NO_DATA,
        },
      }));
    },
    // The same token is the same job: asking for it again is how it is found.
    discover: async () => ({ state: "not_started" }),
  },
  back: undefined,
  settleSeconds: 0,
  expectedSeconds: 120,
};
