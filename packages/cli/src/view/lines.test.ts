// What a person reads of an execution: only what they may do is offered, and every figure has its verdict.
import { expect, it } from "vitest";
import { executionSchema, type ExecutionView } from "./execution.ts";
import { createProgress } from "./progress.ts";
import { toLines } from "./lines.ts";
import type { Terminal } from "../terminal.ts";

const task = (taskId: string, status: string, more = {}) => ({
  taskId,
  type: "database",
  operation: "failover",
  status,
  resources: ["orders"],
  ...more,
});

function view(more: Partial<Record<keyof ExecutionView, unknown>> = {}): ExecutionView {
  return executionSchema.parse({
    executionId: "exec-1",
    version: 7,
    planId: "orders",
    planName: "Orders",
    planHash: "abc",
    executionType: "recovery",
    mode: "planned",
    status: "in_progress",
    rto: { targetSeconds: 60, actualSeconds: null, pausedSeconds: 0, verdict: "unknown" },
    rpo: { targetSeconds: null, worst: null, verdict: null },
    waves: [
      {
        waveNumber: 1,
        name: "Data",
        status: "in_progress",
        technologies: [task("w1-database", "in_progress", { progress: { percent: 40 } })],
      },
    ],
    ...more,
  });
}

const texts = (of: ExecutionView) => toLines(of).map(({ text }) => text.replaceAll(/ {2,}/g, "  "));

it("shows waves, tasks, what it waits for, and what the reader may do", () => {
  const next = {
    why: "wave 1 runs: 1 task at work",
    waitingFor: "adapters",
    until: "2026-11-28T04:00:00.000Z",
    nextActions: [
      { action: "pause", youMay: true },
      { action: "skip_task", youMay: true, taskIds: ["w1-database"] },
      { action: "redrive", youMay: false },
      { action: "approve", youMay: false, whoMay: ["DRSRecoveryManager"] },
    ],
  };
  expect(texts(view({ next }))).toEqual([
    "Orders  exec-1  recovery, planned  in_progress",
    "wave 1  Data  in_progress",
    "  w1-database  database failover [orders]  in_progress 40 %",
    "waits for adapters: wave 1 runs: 1 task at work; until 2026-11-28T04:00:00.000Z",
    'you may: dr pause exec-1 --reason "…" | dr skip exec-1 w1-database --reason "…"',
    "may approve: DRSRecoveryManager, who did not ask for it",
  ]);
});

it("sends nobody to an approver while a pause may simply be ended", () => {
  const next = {
    why: "it waits after wave 1, as the plan says",
    waitingFor: "resume",
    until: null,
    nextActions: [
      { action: "resume", youMay: true },
      { action: "approve", youMay: false, whoMay: ["DRSRecoveryManager"] },
    ],
  };
  expect(texts(view({ next })).slice(-2)).toEqual([
    "waits for resume: it waits after wave 1, as the plan says",
    'you may: dr resume exec-1 --reason "…"',
  ]);
});

it("says of an ended execution what was promised and what came of it, and what is left behind", () => {
  const ended = view({
    status: "completed",
    rto: { targetSeconds: 60, actualSeconds: 75.2, pausedSeconds: 20, verdict: "not_met" },
    rpo: { targetSeconds: 5, worst: { seconds: null, method: "unknown", confidence: "none" }, verdict: "unknown" },
    exercised: { effects: 1, of: 2 },
    leftovers: [{ taskId: "w1-drs", resource: "i-1" }],
    waves: [],
  });
  expect(texts(ended).slice(1)).toEqual([
    "RTO 75.2 s, 20 s of it paused; target 60 s: not met",
    "RPO unknown (unknown, none); target 5 s: unknown",
    "exercised 1 of 2 effects",
    "LEFT BEHIND by w1-drs: i-1",
  ]);
});

it("writes a line again only when it changed, where nothing can be redrawn", () => {
  const out: string[] = [];
  const show = createProgress({ screen: undefined, out: (line) => out.push(line) } as Partial<Terminal> as Terminal);
  show(view(), "T1");
  show(view(), "T2");
  show(view({ waves: [{ waveNumber: 1, name: "Data", status: "in_progress", technologies: [task("w1-database", "completed")] }] }), "T3");
  expect(out.map((line) => line.replaceAll(/ {2,}/g, "  "))).toEqual([
    "T1  Orders  exec-1  recovery, planned  in_progress",
    "T1  wave 1  Data  in_progress",
    "T1  w1-database  database failover [orders]  in_progress 40 %",
    "T3  w1-database  database failover [orders]  completed",
  ]);
});

it("fits a plan of 1,000 waves on a screen: head, open waves and what it waits for stay", () => {
  const written: string[] = [];
  const screen = { write: (text: string) => written.push(text), size: () => ({ columns: 60, rows: 10 }) };
  const waves = Array.from({ length: 1_000 }, (_, index) => ({
    waveNumber: index + 1,
    name: "W",
    status: index < 990 ? "completed" : "pending",
    technologies: [task(`w${index + 1}`, "pending")],
  }));
  createProgress({ screen } as Partial<Terminal> as Terminal)(view({ waves, next: { why: "x", waitingFor: "adapters" } }), "T1");
  const lines = written.join("").split("\n").slice(0, -1);
  expect(lines).toHaveLength(9);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect([lines[1], lines.at(-1)]).toEqual(["… 990 waves are completed", "waits for adapters: x"]);
});

it.each([
  [{ workedSeconds: 12.5, differenceSeconds: 2.5 }, "expected at least 10 s, took 12.5 s without pauses: 2.5 s more"],
  [{ workedSeconds: 9, differenceSeconds: -1 }, "expected at least 10 s, took 9 s without pauses: 1 s less"],
  [{ workedSeconds: null, differenceSeconds: null }, "expected at least 10 s"],
])("holds what was expected against what came: %j", (came, line) => {
  const rto = { targetSeconds: null, actualSeconds: 13, pausedSeconds: 0.5, verdict: null };
  expect(texts(view({ status: "completed", rto, estimate: { rtoSeconds: 10, atLeast: true, ...came } }))).toContain(line);
});
