/** The lag gate of EFS over 200 injected series, each run to its end against the simulated service: pass, refuse or unknown, and the loss as it is recorded. */
import { expect, test } from "vitest";
import { EAST, efsSeed, WEST } from "./efs-world.ts";
import { given, type Given } from "./given.ts";

/** The operation looks every 15 s, and what is written down is what the last look saw. */
const POLL_SECONDS = 15;
const LOST_SECONDS = 100;

interface Series {
  readonly lagSeconds: number | null;
  readonly limitSeconds: number;
  readonly mode: "planned" | "unplanned";
}

const series = Array.from({ length: 200 }, (_, index): Series => ({
  lagSeconds: index % 5 === 0 ? null : (index * 37) % 600,
  limitSeconds: 60 + ((index * 13) % 300),
  mode: index % 2 === 0 ? "planned" : "unplanned",
}));

const lose: Given["prepare"] = ({ estate }, clock) => {
  estate.faults.add({ kind: "region-down", region: "us-east-1", service: "elasticfilesystem" });
  clock.advance(LOST_SECONDS * 1_000);
};

/** What has to come of it. A planned one waits for a lag to shrink (it does not: the deadline comes); an unplanned one refuses, and takes what nobody knows. */
function expectedOf({ lagSeconds, limitSeconds, mode }: Series): string {
  if (mode === "planned") return lagSeconds !== null && lagSeconds <= limitSeconds ? "completed" : "task.timed_out";
  if (lagSeconds === null) return "completed";
  return lagSeconds + LOST_SECONDS <= limitSeconds ? "completed" : "storage.lag_exceeded";
}

test("200 series: every verdict right, and the recorded loss within one poll", { timeout: 240_000 }, async () => {
  const wrong: string[] = [];
  for (const [index, one] of series.entries()) {
    const { lagSeconds, limitSeconds, mode } = one;
    const { failure, effects, results } = await given({
      mode,
      seed: efsSeed({ lagSeconds }),
      config: { replicationLagThreshold: `${limitSeconds}s` },
      deadlineSeconds: 1_500,
      ...(mode === "unplanned" ? { prepare: lose } : {}),
    });
    const verdict = failure?.code ?? "completed";
    const released = effects.some((effect) => effect.startsWith(`DeleteReplicationConfiguration ${EAST}`));
    const { rpo } = results[`release:${WEST}`] ?? {};
    const known = lagSeconds === null ? null : lagSeconds + (mode === "unplanned" ? LOST_SECONDS : 0);
    const recorded = rpo?.seconds ?? null;
    const isNear = known === null ? recorded === null : recorded !== null && recorded >= known && recorded <= known + 2 * POLL_SECONDS;
    const told = `${index} ${JSON.stringify(one)}: ${verdict}, released ${released}, loss ${recorded}`;
    if (verdict !== expectedOf(one) || released !== (verdict === "completed")) wrong.push(told);
    else if (verdict === "completed" && !isNear) wrong.push(told);
  }
  expect(wrong).toEqual([]);
});
