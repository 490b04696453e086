// Decisions that no command could have made, written by who has the tables and knows the format: each is named, at its place.
import { executionDecider, type ExecutionCommand } from "@dr/domain";
import type { DomainEvent } from "@dr/events";
import { expect, it, test } from "vitest";
import {
  ann,
  bob,
  completed,
  decideOn,
  event,
  EXECUTION,
  failed,
  kim,
  MANIFEST_HASH,
  plan,
  PLAN_HASH,
  recorded,
  request,
  takeOver,
  wave,
  waveStarted,
} from "../../../domain/test/execution.ts";
import { toCommits } from "../testing/to-commits.ts";
import { replay } from "./replay.ts";

/** Each command's events by themselves, as the log has them. */
function decided(...commands: readonly ExecutionCommand[]): readonly (readonly DomainEvent[])[] {
  let state = executionDecider.initialState;
  return commands.map((command) => {
    const events = executionDecider.decide(state, command);
    state = events.reduce((next, one) => executionDecider.evolve(next, one), state);
    return events;
  });
}

/** By the operator who asked for the execution, whoever the events name. */
const replayed = (decisions: readonly (readonly DomainEvent[])[]) =>
  replay(toCommits(decisions).map((commit) => ({ ...commit, actor: kim.principal })));

const pauseId = `${EXECUTION}:pause:1`;
const approval = { minApprovals: 2, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" as const };
const gated = wave(1, ["a", "b"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 3600, onExpiry: "fail", approval } });
const held = [request(), plan([gated])] as const;
const chain = [request(), plan([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })])] as const;

const resumed = (seconds: number, by: "approval" | "operator") => event(seconds, "ExecutionResumed", { pauseId, by });
const approved = (seconds: number, by: { principal: string; role: string }, more: { planHash?: string; mode?: "unplanned" } = {}) =>
  event(seconds, "ApprovalRecorded", {
    pauseId,
    decision: "approve",
    approver: by.principal,
    role: by.role,
    planHash: PLAN_HASH,
    manifestHash: MANIFEST_HASH,
    mode: "planned",
    ...more,
  });
const opened = (seconds: number) => [resumed(seconds, "approval"), waveStarted(seconds, 1, ["a", "b"])];

it.each<[string, readonly ExecutionCommand[], readonly DomainEvent[]]>([
  ["a resume without any of its approvals", held, opened(1)],
  ["a resume with one approval of two", [...held, decideOn(1, ann)], opened(2)],
  ["an operator's resume of what waits for approval", held, [resumed(1, "operator"), waveStarted(1, 1, ["a", "b"])]],
  ["a second approval by the same person", [...held, decideOn(1, ann)], [approved(2, ann), ...opened(2)]],
  ["an approval by whoever asked", held, [approved(1, { ...kim, role: "DRRecoveryManager" })]],
  ["an approval in a role that is not asked", held, [approved(1, { ...bob, role: "DROperator" })]],
  ["an approval of another plan", held, [approved(1, ann, { planHash: "another" })]],
  ["an approval of another mode", held, [approved(1, ann, { mode: "unplanned" })]],
  ["an approval after the pause had expired", held, [approved(3601, ann)]],
  [
    "a skip behind a gate that nobody approved",
    held,
    [event(1, "TechnologySkipped", { waveNumber: 1, taskId: "a", reason: "not needed" })],
  ],
  ["a wave before its dependencies", chain, [waveStarted(1, 2, ["b"])]],
  ["the end while a task is under way", chain, [event(1, "ExecutionCompleted", { skippedTasks: [], failedWaves: [] })]],
  ["a completed wave whose task has failed", [...chain, failed(1, "a")], [event(2, "WaveCompleted", { waveNumber: 1 })]],
  ["an answer to an attempt that nobody asked for", chain, [recorded(completed(1, "a", { attempt: 3 }))]],
  [
    "a take-over into an epoch that is over",
    [...chain, takeOver(1, 2)],
    [event(2, "LeadershipTaken", { epoch: 1, region: "eu-west-1", reason: "x", reissued: ["a"] })],
  ],
  ["a redrive of what goes on", chain, [event(1, "ExecutionRedriven", { fromWave: 1, reason: "again" })]],
])("names %s", (_, before, forged) => {
  const decisions = decided(...before);
  expect(replayed(decisions).impossible).toEqual([]);
  expect(replayed([...decisions, forged]).impossible).toMatchObject([
    {
      commitIndex: before.length,
      version: decisions.flat().length + 1,
      message: expect.stringMatching(/^no command could|^cannot be folded/),
    },
  ]);
});

test("what commands do lead to there is not named", () => {
  const rest = [decideOn(1, ann), decideOn(2, bob), completed(3, "a"), completed(4, "b")];
  expect(replayed(decided(...held, ...rest)).impossible).toEqual([]);
});
