// A witness outside: agrees with the log as it was, and tells when it was written anew.
import { expect, test } from "vitest";
import { checkWitness } from "./witness.ts";

const said = {
  streamId: "EXEC#e",
  commits: [
    { firstVersion: 1, lastVersion: 2, hash: "h1" },
    { firstVersion: 3, lastVersion: 3, hash: "h2" },
  ],
};
const record = (version: number, hash: string, streamId = "EXEC#e") => ({ streamId, version, hash });
const lines = (...records: readonly object[]): string => `${records.map((each) => JSON.stringify(each)).join("\n")}\n`;

test("records agree in each form that they come in; others' streams are passed over", () => {
  const text = lines(
    record(1, "h1"),
    { time: 1, event: record(2, "h1") },
    { event: { unmapped: record(3, "h2") } },
    { unmapped: record(3, "h2") },
    record(1, "other", "EXEC#x"),
  );
  expect(checkWitness(said, text)).toEqual({ agreed: 4, problems: [] });
});

test.each([
  ["another hash", lines(record(3, "h3")), ["witness.differs"]],
  ["a version that the export does not hold", lines(record(4, "h4")), ["witness.missing"]],
  ["a line that is none", "{\n", ["witness.unreadable"]],
  ["nothing of this execution", lines(record(1, "h1", "EXEC#x")), ["witness.silent"]],
  ["nothing at all", "", ["witness.silent"]],
])("%s is a problem", (_name, text, codes) => {
  expect(checkWitness(said, text).problems.map(({ code }) => code)).toEqual(codes);
});
