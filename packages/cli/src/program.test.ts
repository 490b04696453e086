/** The command line as a script sees it: lines and exit codes. */
import { checkpointPath, type Commit } from "@dr/event-log";
import { anchored, exportOf, RECORDED } from "@dr/evidence/testing";
import { expect, it } from "vitest";
import { runOn } from "./testing/terminal.ts";

const secret = "a secret that is long enough to be one, 12345";
const store = await anchored(RECORDED);
const exported = await exportOf(RECORDED, store);
const commits = exported["commits"] as readonly Commit[];
const damaged = { ...exported, commits: commits.with(4, { ...commits[4]!, actor: "nobody" }) };
const STREAM = commits[0]!.streamId;
const cutCommits = commits.slice(0, -1);
const cut = await exportOf(cutCommits, await anchored(cutCommits));
const kept = (await store.newest(STREAM, 1_000)).map((checkpoint): [string, string] => [
  `kept/${checkpointPath(STREAM, checkpoint.version)}`,
  JSON.stringify(checkpoint),
]);
const files: Record<string, string> = {
  "good.json": JSON.stringify(exported),
  "bad.json": JSON.stringify(damaged),
  "cut.json": JSON.stringify(exported).slice(0, 500),
  "short.json": JSON.stringify(cut),
  ...Object.fromEntries(kept),
  "checkpoint-key.txt": "another secret that only the publisher has, 678",
  "key.txt": `${secret}\n`,
  "other.txt": "another secret that is long enough, 67890",
  "short.txt": "short",
};

async function dr(...args: string[]) {
  const { code, out, error } = await runOn({ files }, ...args);
  return { code, out, error };
}

it("says that an export is in order, and that it was not told who vouches for it", async () => {
  expect(await dr("verify", "good.json")).toEqual({
    code: 0,
    error: [],
    out: [
      "good.json: in order",
      `  ${STREAM}: 85 events in 62 commits, hash chain verified up to version 85`,
      "  every figure and word of the view follows from the events; every decision could have been made",
      "  signature not checked: give the key with --key to know who vouches for it",
      "  checkpoints not checked: give their key with --checkpoint-key to know that the log was not rewritten",
    ],
  });
});

it("checks the signature with the key in a file", async () => {
  expect((await dr("verify", "good.json", "--key", "key.txt")).out[3]).toBe("  signature verified");
  expect(await dr("verify", "good.json", "--key", "other.txt")).toMatchObject({
    code: 1,
    out: [
      "good.json: NOT IN ORDER, 1 problem",
      "  head, version 85: the export was not signed with this key, or was changed since (signature.invalid)",
    ],
  });
});

it("holds the commits against the checkpoints, and says since when the history is anchored", async () => {
  const { out, code } = await dr("verify", "good.json", "--checkpoint-key", "checkpoint-key.txt");
  expect([code, out[4]]).toEqual([
    0,
    expect.stringMatching(
      /^ {2}anchored since 2026-11-23T04:00:01.000Z \(version 1\), up to version 85 at .*, 50 checkpoints held against it$/,
    ),
  ]);
});

it("finds with a copy of all checkpoints what an export with fewer of them hides", async () => {
  expect((await dr("verify", "short.json", "--key", "key.txt", "--checkpoint-key", "checkpoint-key.txt")).code).toBe(0);
  const { code, out } = await dr("verify", "short.json", "--checkpoint-key", "checkpoint-key.txt", "--checkpoints", "kept");
  expect([code, out.at(-1)]).toEqual([1, expect.stringContaining("(checkpoint.beyond_commits)")]);
});

it("takes the copy of each Region's bucket", async () => {
  const both = ["--checkpoints", "empty", "--checkpoints", "kept"];
  const { code, out } = await dr("verify", "short.json", "--checkpoint-key", "checkpoint-key.txt", ...both);
  expect([code, out.at(-1)]).toEqual([1, expect.stringContaining("(checkpoint.beyond_commits)")]);
});

it("names the place of a problem and exits with 1", async () => {
  expect(await dr("verify", "bad.json")).toEqual({
    code: 1,
    error: [],
    out: ["bad.json: NOT IN ORDER, 1 problem", "  commit 4, version 9: its content does not match its hash (commit.changed)"],
  });
});

it("prints one JSON object on request", async () => {
  const { code, out } = await dr("verify", "--json", "bad.json");
  expect(code).toBe(1);
  expect(out).toHaveLength(1);
  expect(JSON.parse(out[0]!)).toMatchObject({
    file: "bad.json",
    ok: false,
    problems: [{ commitIndex: 4, version: 9, code: "commit.changed" }],
  });
});

it("takes a file that was cut off as damage", async () => {
  expect(await dr("verify", "cut.json")).toMatchObject({
    code: 1,
    out: ["cut.json: NOT IN ORDER, 1 problem", expect.stringContaining("not JSON")],
  });
});

it.each([
  [["verify", "none.json"], "file.unreadable: cannot read none.json: ENOENT: no such file"],
  [
    ["verify", "good.json", "--key", "short.txt"],
    "key.invalid: expected an ed25519 key in PEM, or a secret of at least 32 bytes; this has 5",
  ],
  [["verify"], "error: missing required argument 'export.json'"],
  [["verify", "good.json", "--loud"], "error: unknown option '--loud'"],
  [["verfy", "good.json"], "error: unknown command 'verfy'"],
])("exits with 2 for %j", async (args, message) => {
  const { code, out, error } = await dr(...args);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(error.join("\n")).toContain(message);
});

it("says which version it is", async () => {
  expect(await dr("--version")).toEqual({ code: 0, error: [], out: [expect.stringMatching(/^\d+\.\d+\.\d+$/u)] });
});

it("shows its help with exit code 0", async () => {
  const { code, out } = await dr("verify", "--help");
  expect(code).toBe(0);
  expect(out.join("\n")).toContain("--key <file>");
});

it.each(["show", "status"])("dr %s is a look at one execution", async (name) => {
  const { code, error } = await dr(name);
  expect({ code, error: error[0] }).toEqual({ code: 2, error: "error: missing required argument 'executionId'" });
});
