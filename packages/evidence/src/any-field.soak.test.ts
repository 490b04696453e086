// Every field of an export, changed in every way: each is found, or says nothing of the run, by name.
import { expect, it } from "vitest";
import { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, RECORDED } from "./testing/index.ts";
import { everyMutation, judgeMutations, mutateAnyField, seededRandom } from "./testing/any-field.ts";

const keys = { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY };
const exported = await exportOf(RECORDED, await anchored(RECORDED));

it("1,000 mutations of any field", { timeout: 600_000 }, () => {
  const mutations = Array.from({ length: 1_000 }, (_, seed) => mutateAnyField(exported, seededRandom(seed + 1)));
  expect(judgeMutations(mutations, keys)).toEqual({ made: 1_000, missed: [], harmful: [] });
});

it("every field there is, changed, removed, doubled and of another kind", { timeout: 3_600_000 }, () => {
  const { made, missed, harmful } = judgeMutations(everyMutation(exported), keys);
  expect({ missed, harmful }).toEqual({ missed: [], harmful: [] });
  expect(made).toBeGreaterThan(15_000);
});
