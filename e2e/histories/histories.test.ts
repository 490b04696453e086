// What real executions of each version recorded is read by today's code as it was read then: brought up to date, folded, viewed, decided again, verified.
import { verifyExecution, replay } from "@dr/evidence";
import { toExecutionView } from "@dr/domain";
import type { Commit } from "@dr/event-log";
import { describe, expect, it } from "vitest";
import { SCENARIO_NAMES } from "./scenarios/index.ts";
import { storedHistories } from "./stored.ts";
import { version } from "./version.ts";

interface Exported {
  readonly commits: readonly Commit[];
  readonly execution: Readonly<Record<string, unknown>>;
  readonly head: { readonly version: number };
}

const histories = storedHistories();
// When these fail and the version is not released: `pnpm histories` takes them anew. If it is released: an upcaster, or a rule that goes by the version
// under which a commit was decided; never a new history.
it("has a history of every scenario of this version", () => {
  const taken = histories.filter((history) => history.version === version).map(({ name }) => name);
  expect(taken.toSorted()).toEqual([...SCENARIO_NAMES].toSorted());
});

describe.each(histories)("$version $name", ({ text, key, checkpointKey }) => {
  const exported = JSON.parse(text) as Exported;

  it("is decided again as it was, commit by commit, and folds to the view that was exported", () => {
    const { impossible, state } = replay(exported.commits);
    expect(impossible).toEqual([]);
    expect(JSON.parse(JSON.stringify(state === null ? null : toExecutionView(state)))).toEqual(exported.execution);
  });

  it("verifies: chain, signature, checkpoints, view and decisions", () => {
    expect(verifyExecution(exported, { key, checkpointKey })).toMatchObject({
      ok: true,
      problems: [],
      signature: "verified",
      anchoring: { upTo: exported.head.version },
      view: "verified",
      decisions: "verified",
    });
  });
});

it("would notice a decision that these rules do not make", () => {
  const exported = JSON.parse(histories.find(({ name }) => name === "approval")!.text) as Exported;
  const withoutVote = exported.commits.filter(({ events }) => events[0]?.type !== "ApprovalRecorded");
  expect(withoutVote.length).toBeLessThan(exported.commits.length);
  const told = replay(withoutVote).impossible.map(({ message }) => message);
  expect(told.join()).toContain("no command could have produced");
});
