/** The facts of one execution in which everything happens that somebody may want to be told of. */
import type { Commit, StoredEvent } from "@dr/event-log";
import type { MappingInput } from "@dr/delivery";

const AT = "2026-11-29T12:00:00.000Z";
const task = { executionId: "e", operationId: "op", taskId: "w1-t0", technology: "database", waveNumber: 1, phase: "execute", attempt: 1 };
const approval = { planHash: "aa", manifestHash: "bb", mode: "planned" };
const story: readonly (readonly [StoredEvent["type"], Record<string, unknown>])[] = [
  ["ExecutionRequested", { planId: "shop", executionType: "recovery", mode: "planned", tags: {} }],
  ["ExecutionStarted", {}],
  ["ExecutionPaused", { pauseId: "e:pause:1", reason: "before_wave", waveNumber: 1, approval, expiresAt: "2026-11-30T12:00:00.000Z" }],
  ["ExecutionResumed", { pauseId: "e:pause:1" }],
  ["WaveStarted", { waveNumber: 1, part: 1, name: "Databases" }],
  ["TechnologyStarted", task],
  ["TechnologyFailed", { ...task, failure: { code: "database.gone", message: "gone", retryable: false } }],
  ["WaveFailed", { waveNumber: 1 }],
  ["ExecutionFailed", { failure: { code: "wave.failed", message: "failed", retryable: false } }],
];

/** As the bus brings them. */
export const facts = story.map(([type, data], index): MappingInput["event"] => ({
  specversion: "1.0",
  id: `EXEC#e:${index + 1}`,
  source: "dr.orchestration",
  type,
  time: AT,
  subject: "e",
  dataschema: `urn:dr-orchestration:event:${type}:1`,
  sequence: index + 1,
  correlationid: "c",
  causationid: "c",
  epoch: 0,
  schemaversion: 1,
  actor: "planner",
  data: { executionId: "e", ...data },
}));

/** As the log holds them. */
export const commits = story.map(([type, data], index) => ({
  streamId: "EXEC#e",
  firstVersion: index + 1,
  lastVersion: index + 1,
  prevHash: "p",
  hash: "h",
  events: [{ type, schemaVersion: 1, at: AT, data }],
})) as unknown as readonly Commit[];
