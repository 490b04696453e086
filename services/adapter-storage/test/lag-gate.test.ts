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

const lose: NonNullable<Given["prepare"]> = ({ estate }, clock) => {
  estate.faults.add({ kind: "region-down", region: "us-east-1", service: "elasticfilesystem" });
  clock.advance(LOST_SECONDS * 1_000);
};

/** What has to come of it. A planned one waits for a lag to shrink (it does not: the deadline comes); an unplanned one refuses, and takes what nobody knows. */
function expectedOf({ lagSeconds, limitSeconds, mode }: Series): string {
  if (mode === "planned") return lagSeconds !== null && lagSeconds <= limitSeconds ? "completed" : "task.timed_out";
  if (lagSeconds === null) return "completed";
  return lagSeconds + LOST_SECONDS <= limitSeconds ? "completed" : "storage.lag_exceeded";
}

/** What is wrong with what came of a series; undefined if nothing is. */
async function wrongWith(one: Series): Promise<string | undefined> {
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
  const recorded = results[`release:${WEST}`]?.rpo.seconds ?? null;
  const right = verdict === expectedOf(one) && released === (verdict === "completed");
  if (right && (!released || isNear(one, recorded))) return undefined;
  return `${JSON.stringify(one)}: ${verdict}, released ${released}, loss ${recorded}`;
}

/** The recorded loss is what was injected, and what a look or two adds to it. */
function isNear({ lagSeconds, mode }: Series, recorded: number | null): boolean {
  if (lagSeconds === null || recorded === null) return lagSeconds === recorded;
  const injected = lagSeconds + (mode === "unplanned" ? LOST_SECONDS : 0);
  return recorded >= injected && recorded <= injected + 2 * POLL_SECONDS;
}

test("200 series: every verdict right, and the recorded loss within one poll", { timeout: 240_000 }, async () => {
  const wrong = [];
  for (const one of series) wrong.push(await wrongWith(one));
  expect(wrong.filter((told) => told !== undefined)).toEqual([]);
});
