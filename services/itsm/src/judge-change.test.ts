// What a change means: only the record as it is, with our own line in it, in its window, approves.
import { expect, test } from "vitest";
import { bindingLine, correlationOf, type Binding } from "./binding.ts";
import type { Change, Vote } from "./change-system.ts";
import { judgeChange } from "./judge-change.ts";

const NOW = "2026-11-29T12:00:00.000Z";
const binding: Binding = {
  executionId: "e",
  pauseId: "e:pause:1",
  planHash: "aa",
  manifestHash: "bb",
  mode: "planned",
  expiresAt: "2026-11-30T00:00:00.000Z",
};
const good: Change = {
  id: "1",
  number: "CHG0030001",
  correlationId: correlationOf(binding.pauseId),
  description: `words\n${bindingLine(binding)}`,
  phase: "scheduled",
  approval: "approved",
  onHold: false,
  conflicts: false,
};
const votes: readonly Vote[] = [{ id: "1", user: "rita", decision: "approved" }];

test("approved, scheduled and as we wrote it, it approves by those who voted so", () => {
  expect(judgeChange({ change: good, votes, now: NOW }, binding)).toEqual({ kind: "approved", users: ["rita"] });
});

test.each<[string, Partial<Change>, object]>([
  ["another correlation", { correlationId: "dr:other" }, { kind: "void", holds: false }],
  ["an edited hash", { description: good.description.replace("aa", "ab") }, { kind: "void", holds: false }],
  ["a description of somebody else's", { description: "" }, { kind: "void", holds: false }],
  ["closed", { phase: "closed" }, { kind: "void", holds: true }],
  ["cancelled", { phase: "cancelled" }, { kind: "denied" }],
  ["rejected", { approval: "rejected" }, { kind: "denied" }],
  ["not approved", { approval: "requested" }, { kind: "wait", holds: false }],
  ["approved and still open", { phase: "open" }, { kind: "wait", holds: true }],
  ["on hold", { onHold: true }, { kind: "wait", holds: true }],
  ["in conflict", { conflicts: true }, { kind: "wait", holds: true }],
  ["before its window", { startsAt: "2026-11-29T12:00:00.001Z" }, { kind: "wait", holds: true }],
  ["after its window", { endsAt: "2026-11-29T11:59:59.999Z" }, { kind: "wait", holds: true }],
])("%s does not", (_name, change, judgement) => {
  expect(judgeChange({ change: { ...good, ...change }, votes, now: NOW }, binding)).toMatchObject(judgement);
});

test.each([
  [{ approved: true, votes: [] }, [], { kind: "wait", holds: false }],
  [{ approved: true, votes: ["1"] }, votes, { kind: "wait", holds: false }],
  [{ approved: false, votes: ["1"] }, votes, { kind: "wait", holds: false }],
  [{ approved: true, votes: ["1"] }, [...votes, { id: "2", user: "otto", decision: "approved" }], { kind: "approved", users: ["otto"] }],
  [{ approved: true, votes: ["1"] }, [{ id: "1@later", user: "rita", decision: "approved" }], { kind: "approved", users: ["rita"] }],
  [{ approved: false, votes: [] }, votes, { kind: "approved", users: ["rita"] }],
] as const)("what stood before the binding (%j) counts for nothing", (before, all, judgement) => {
  expect(judgeChange({ change: good, votes: all, before, now: NOW }, binding)).toMatchObject(judgement);
});
