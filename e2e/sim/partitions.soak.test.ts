// Two Regions over 10,000 partitions: the figures of docs/explanation/figures.md, held.
import { expect, test, vi } from "vitest";
import { percentile } from "./proof/figures.ts";
import { runJobs } from "./run/pool.ts";
import { addTotals } from "./run/totals.ts";

vi.hoisted(() => Object.assign(process.env, { AWS_XRAY_MANUAL_MODE: "true" }));

const SEEDS = 6_800;
const SEEDS_PER_JOB = 20;

test(
  "10,000 partitions: nobody leads twice, nothing acknowledged is lost, and all goes on in time",
  { timeout: 3 * 3_600_000 },
  async () => {
    const jobs = Array.from({ length: SEEDS / SEEDS_PER_JOB }, (_, index) => ({
      from: 1 + index * SEEDS_PER_JOB,
      count: SEEDS_PER_JOB,
      drill: "partitions" as const,
    }));
    const { proof, broken } = addTotals((await runJobs(jobs, { threads: 2, withCoverage: false })).totals);
    // Two leaders at once, an effect twice, a command that was lost, or a recovery that took longer than 20 s would be among them.
    expect(broken).toEqual([]);
    expect(proof.partitions).toBeGreaterThanOrEqual(10_000);
    expect(proof.lost).toBe(0);
    expect(percentile(proof.takeOverMs, 0.99)).toBeLessThanOrEqual(30_000);
  },
);
