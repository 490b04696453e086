/** Facts as the bus brings them, for tests. */
import type { OutboxEvent } from "../outbox-event.ts";

/** Fact number `sequence` of an execution; the first one asks for it. */
export function sampleEvent(executionId: string, sequence: number, receivedAt: string): OutboxEvent {
  const type = sequence === 1 ? "ExecutionRequested" : "WaveCompleted";
  const requested = { planId: "shop", executionType: "drill", mode: "planned", tags: { team: "blue" } };
  return {
    receivedAt,
    envelope: {
      specversion: "1.0",
      id: `${executionId}-${sequence}`,
      source: "dr.orchestration",
      type,
      time: receivedAt,
      subject: executionId,
      dataschema: `urn:dr-orchestration:event:${type}:1`,
      sequence,
      correlationid: "c",
      causationid: "c",
      epoch: 0,
      schemaversion: 1,
      actor: "planner",
      data: sequence === 1 ? requested : { executionId, waveNumber: sequence },
    },
  };
}
