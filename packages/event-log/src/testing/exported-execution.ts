/** A real export: an execution of several waves, written through the memory log and read back as the api exports it. */
import type { EventType } from "@dr/events";
import { headOf } from "../commit.ts";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { Commit, StoredEvent, StreamHead } from "../port.ts";
import { signHead, type HeadKey, type HeadSignature } from "../verify/signature.ts";
import { EXPORT_FORMAT } from "../verify/verify-export.ts";
import { appendRequest } from "./requests.ts";

/** An export as `GET /executions/{id}/export` gives it, without the view. */
export interface ExecutionExport {
  readonly format: string;
  readonly formatVersion: number;
  readonly streamId: string;
  readonly head: StreamHead;
  readonly commits: readonly Commit[];
  readonly exportedAt: string;
  readonly estate: "simulated";
  readonly signature?: HeadSignature;
}

const START_MS = Date.parse("2026-11-23T04:00:00.000Z");

/** Exports an execution of `waves` waves with three tasks each; signed if a key is given. */
export async function exportedExecution({
  waves = 5,
  key,
}: { readonly waves?: number; readonly key?: HeadKey } = {}): Promise<ExecutionExport> {
  const log = createMemoryEventLog();
  const streamId = "EXEC#exec-01982f00-0000-7000-8000-000000000001";
  let head: StreamHead | undefined;
  for (const [index, types] of decisions(waves).entries()) {
    const recordedAt = new Date(START_MS + index * 1_500).toISOString();
    const events = types.map(([type, data]): StoredEvent => ({ type, schemaVersion: 1, at: recordedAt, data }));
    const request = appendRequest(streamId, {
      ...(head ? { head } : {}),
      events,
      recordedAt,
      commitId: `commit-${index}`,
      causationId: `cause-${index}`,
    });
    head = headOf((await log.append(request)).commit);
  }
  const commits = await log.read(streamId);
  const end = headOf(commits.at(-1) as Commit);
  return {
    format: EXPORT_FORMAT,
    formatVersion: 1,
    streamId,
    head: end,
    commits,
    exportedAt: "2026-11-23T06:00:00.000Z",
    estate: "simulated",
    ...(key ? { signature: signHead({ ...end, streamId }, key) } : {}),
  };
}

type Said = readonly [EventType, Record<string, unknown>];

/** What was decided, one list per commit. */
function decisions(waves: number): readonly (readonly Said[])[] {
  const request = { executionId: "exec-01982f00-0000-7000-8000-000000000001", planId: "plan-1", planVersion: 3, mode: "planned" };
  const all: (readonly Said[])[] = [
    [["ExecutionRequested", request]],
    [["ExecutionPlanned", { parts: 1, waveCount: waves, manifestHash: "m1" }], ["ExecutionStarted", {}], waveStarted(1)],
  ];
  for (let wave = 1; wave <= waves; wave += 1) {
    for (let task = 1; task <= 3; task += 1) all.push([["TechnologyStarted", taskOf(wave, task)]]);
    for (let task = 1; task <= 2; task += 1) all.push([["TechnologyCompleted", { ...taskOf(wave, task), result: resultOf(wave, task) }]]);
    const next: Said = wave === waves ? ["ExecutionCompleted", { skippedTasks: [], failedWaves: [] }] : waveStarted(wave + 1);
    all.push([["TechnologyCompleted", { ...taskOf(wave, 3), result: resultOf(wave, 3) }], ["WaveCompleted", { waveNumber: wave }], next]);
  }
  return all;
}

function waveStarted(waveNumber: number): Said {
  return ["WaveStarted", { waveNumber, name: `Wave ${waveNumber}`, technologies: [1, 2, 3].map((task) => taskOf(waveNumber, task)) }];
}

function taskOf(waveNumber: number, task: number): Record<string, unknown> {
  return {
    waveNumber,
    taskId: `w${waveNumber}-task${task}`,
    operationId: `op-${waveNumber}-${task}`,
    attempt: 1,
    phase: "execute",
    technology: "database",
  };
}

function resultOf(wave: number, task: number): Record<string, unknown> {
  return {
    rtoSeconds: wave * 10 + task / 2,
    rpo: { seconds: task === 3 ? null : 0, method: "shared storage", confidence: "exact" },
    dataLoss: { possible: false },
    warnings: task === 2 ? ["took longer than last time"] : [],
    after: { writer: `instance-${wave}-${task}`, zones: ["a", "b"] },
  };
}
