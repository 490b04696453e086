/** A thousand mutations of a real export: each is found, and at its place. */
import { parseHeadKey, verifyExport } from "@dr/event-log";
import type { ExecutionExport } from "@dr/event-log/testing";
import { FIXTURE_TEXT, seededRandom } from "@dr/evidence/testing";
import { expect, it } from "vitest";
import { MUTATION_KINDS, mutate } from "../testing/mutations.ts";

const MUTATIONS = 1_000;
const exported = JSON.parse(FIXTURE_TEXT) as ExecutionExport;
const key = parseHeadKey("a secret that is long enough to be one, 12345");

it("finds all of 1,000 seeded mutations and names the place of each", { timeout: 120_000 }, () => {
  expect(verifyExport(exported, { key })).toMatchObject({ ok: true, signature: "verified", commitCount: 62, eventCount: 85 });

  const tally = new Map(MUTATION_KINDS.map((kind) => [kind, { made: 0, found: 0, placed: 0 }]));
  const missed: string[] = [];
  for (let seed = 1; seed <= MUTATIONS; seed += 1) {
    const mutation = mutate(exported, seededRandom(seed));
    const { problems } = verifyExport(JSON.parse(JSON.stringify(mutation.export)), { key });
    const [first] = problems;
    const placed = first !== undefined && mutation.isPlace(first);
    const counts = tally.get(mutation.kind)!;
    counts.made += 1;
    counts.found += problems.length > 0 ? 1 : 0;
    counts.placed += placed ? 1 : 0;
    if (!placed) missed.push(`seed ${seed}: ${mutation.kind}: ${mutation.what}: ${JSON.stringify(first)}`);
  }
  console.log([...tally].map(([kind, { made, found, placed }]) => `${kind}: ${made} made, ${found} found, ${placed} placed`).join("\n"));
  expect(missed).toEqual([]);
  for (const [kind, { made, found }] of tally) expect({ kind, found, enough: made >= 50 }).toEqual({ kind, found: made, enough: true });
});
