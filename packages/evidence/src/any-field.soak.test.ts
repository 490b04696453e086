// 1,000 mutations of any field of an export, half of them outside its commits: each is found, or says nothing of the run, by name.
import { expect, it } from "vitest";
import { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, RECORDED } from "./testing/index.ts";
import { mutateAnyField, resign, seededRandom } from "./testing/any-field.ts";
import { verifyExecution } from "./verify-execution.ts";

const keys = { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY };
const exported = await exportOf(RECORDED, await anchored(RECORDED));

/** Whoever has the key of the exports may say when he exported and by which rules he folded; `signature` is made anew, and checkpoints are fewer, not other. */
const HARMLESS = /^(?:exportedAt|signature|rules|checkpoints)/;

function judge(mutations: Iterable<{ readonly path: string; readonly mutated: Record<string, unknown> }>) {
  const [missed, harmless] = [new Set<string>(), new Set<string>()];
  let made = 0;
  for (const { path, mutated } of mutations) {
    made += 1;
    if (verifyExecution(mutated, keys).ok) missed.add(path);
    if (verifyExecution(resign(mutated, EXPORT_KEY), keys).ok) harmless.add(path);
  }
  return { made, missed: [...missed], harmful: [...harmless].filter((path) => !HARMLESS.test(path)) };
}

it("1,000 mutations of any field", { timeout: 600_000 }, () => {
  const mutations = Array.from({ length: 1_000 }, (_, seed) => mutateAnyField(exported, seededRandom(seed + 1)));
  expect(judge(mutations)).toEqual({ made: 1_000, missed: [], harmful: [] });
});
