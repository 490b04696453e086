// A seeded job of somebody else that never ends: it holds its servers, and counts against the quotas.
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { jobKind, type LaunchJobRecord, type ServerLaunch } from "./records.ts";

/** What a seed says of it. */
export const openJob = z.strictObject({
  region: seedRegion,
  /** How many servers it launches; they are nobody's that the seed names. */
  servers: z.int().min(1).max(100),
  isDrill: z.boolean().default(true),
});

/** Adds the job, begun when the seed comes. */
export const seedOpenJob = (
  { region: own, servers, isDrill }: z.output<typeof openJob>,
  index: number,
  { seeder, region: usual, nowMs }: SeedContext,
): void => {
  const region = own ?? usual;
  const id = `drsjob-${seededHex(17, "drs.open-job", index)}`;
  seeder.add(jobKind, { service: "drs", kind: "job", region, id, name: id }, (): LaunchJobRecord => ({
    jobId: id,
    type: "LAUNCH",
    isDrill,
    createdMs: nowMs,
    startMs: nowMs,
    endMs: NEVER_MS,
    launches: Array.from({ length: servers }, (_, at) => underWay(`s-${seededHex(17, "drs.open-job", index, at)}`)),
    tags: {},
  }));
};

const underWay = (sourceServerId: string): ServerLaunch => ({
  sourceServerId,
  snapshotEndMs: NEVER_MS,
  conversionEndMs: NEVER_MS,
  endMs: NEVER_MS,
  outcome: "LAUNCHED",
  usedPreviousSnapshot: false,
  noSnapshot: false,
});
