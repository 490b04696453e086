// Answers of functions to batches: what cannot be trusted fails the whole batch, as on AWS.
import { expect, it } from "vitest";
import { failedItems } from "./batch-answer.ts";

const batch = ["1", "2", "3"];
const failures = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

it.each([[undefined], [null], [{}], [{ batchItemFailures: null }], [failures()]])("takes %j for a whole success", (answer) => {
  expect(failedItems(answer, batch)).toEqual(new Set());
});

it("gives back what the function named", () => {
  expect(failedItems(failures("2", "3"), batch)).toEqual(new Set(["2", "3"]));
});

it.each([
  ["an id that was not in the batch", failures("2", "9")],
  ["an empty id", failures("")],
  ["a null id", failures(null)],
  ["a misspelt member", { batchItemFailures: [{ messageId: "2" }] }],
  ["a text", "ok"],
  ["a list", [failures("1")]],
])("gives the whole batch back for %s", (_, answer) => {
  expect(failedItems(answer, batch)).toBe("all");
});
