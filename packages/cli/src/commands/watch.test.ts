// What is shown of one look is of one moment, though it takes two reads.
import type { Client } from "@dr/client";
import { expect, it } from "vitest";
import type { Terminal } from "../terminal.ts";
import { follow } from "./watch.ts";

const CLEANING = { why: "the drill removes what it launched", waitingFor: "cleanup", nextActions: [] };
const OVER = { why: "it failed", waitingFor: "nothing", nextActions: [{ action: "redrive", youMay: true }] };

const execution = (version: number, status: string) => ({
  executionId: "exec-1",
  version,
  planId: "orders",
  planName: "Orders",
  planHash: "abc",
  executionType: "drill",
  mode: "planned",
  status,
  rto: { targetSeconds: null, actualSeconds: null, pausedSeconds: 0, verdict: null },
  rpo: { targetSeconds: null, worst: null, verdict: null },
  waves: [],
});

/** Follows an execution whose reads answer these one after the other. */
async function watched(statuses: readonly object[], executions: readonly object[]) {
  const out: string[] = [];
  const answers = { status: [...statuses], execution: [...executions] };
  const client = {
    getExecutionStatus: () => Promise.resolve({ status: 200, etag: "a", body: answers.status.shift() }),
    getExecution: () => Promise.resolve({ status: 200, body: answers.execution.shift() }),
  } as unknown as Client;
  const terminal = {
    out: (line: string) => out.push(line.slice(26)),
    interruption: () => new AbortController().signal,
  } as unknown as Terminal;
  const code = await follow({ terminal, exit: () => undefined }, client, "exec-1", {});
  return { code, out, unread: answers.status.length + answers.execution.length };
}

it("does not show what it waited for before it ended: the end is asked for what comes next", async () => {
  const statuses = [
    { version: 6, next: CLEANING },
    { version: 7, next: OVER },
  ];
  expect(await watched(statuses, [execution(7, "failed")])).toMatchObject({
    code: 1,
    unread: 0,
    out: [
      "Orders  exec-1  drill, planned  failed",
      "RTO not reached",
      expect.stringMatching(/^RPO /u),
      'you may: dr redrive exec-1 --reason "…"',
    ],
  });
});

it("shows what it waits for where both reads are of one version, and leaves it out where the execution went on between them", async () => {
  const statuses = [
    { version: 4, next: CLEANING },
    { version: 5, next: { ...CLEANING, why: "what is over" } },
    { version: 7, next: OVER },
  ];
  const { out, unread } = await watched(statuses, [execution(4, "cleaning_up"), execution(6, "in_progress"), execution(7, "failed")]);
  expect([unread, out.filter((line) => line.startsWith("waits"))]).toEqual([0, ["waits for cleanup: the drill removes what it launched"]]);
});
