/** An adapter that does nothing and says that it is done. It acts once per operation, however often it is asked. */
import { adapterSource, dataSchemaUri, findDefinition, type Envelope, type TaskRequest } from "@dr/events";
import type { Bus, BusEntry } from "@dr/runtime";
import { RESULT, TECHNOLOGY } from "../sample-plan.ts";

/** What the adapter needs. */
export interface TrivialAdapterDeps {
  readonly bus: Bus;
  readonly nowIso: () => string;
  /** A wave came for the first time. */
  readonly onNewWave: (executionId: string) => void;
}

/** What the adapter did, and its gate: as long as that is closed it keeps what it is asked and answers nothing. */
export interface TrivialAdapter {
  /** Takes a `WaveStarted`. */
  readonly handle: (envelope: Envelope) => Promise<void>;
  readonly close: () => void;
  /** Answers the wave that has been kept longest; false if there is none. */
  readonly answerNext: () => Promise<boolean>;
  /** Opens the gate and answers all that was kept. */
  readonly open: () => Promise<void>;
  /** Operations it acted on. A task that was asked under two ids counts twice. */
  readonly effects: () => number;
}

const SOURCE = adapterSource(TECHNOLOGY);

/** An adapter that puts its facts on `bus`. */
export function createTrivialAdapter({ bus, nowIso, onNewWave }: TrivialAdapterDeps): TrivialAdapter {
  const acted = new Set<string>();
  const kept: Envelope[] = [];
  let closed = false;
  const answer = (envelope: Envelope): Promise<void> => {
    const { waveNumber, technologies } = toWave(envelope);
    return bus.publish(technologies.flatMap((task) => answers(envelope, { waveNumber, task, time: nowIso() })));
  };
  return {
    handle: async (envelope) => {
      const before = acted.size;
      for (const { operationId } of toWave(envelope).technologies) acted.add(operationId);
      if (acted.size > before) onNewWave(envelope.subject);
      if (closed) kept.push(envelope);
      else await answer(envelope);
    },
    close: () => {
      closed = true;
    },
    answerNext: async () => {
      const envelope = kept.shift();
      if (envelope !== undefined) await answer(envelope);
      return envelope !== undefined;
    },
    open: async () => {
      closed = false;
      for (const envelope of kept.splice(0)) await answer(envelope);
    },
    effects: () => acted.size,
  };
}

function toWave({ data }: Envelope): { readonly waveNumber: number; readonly technologies: readonly TaskRequest[] } {
  return data as { waveNumber: number; technologies: TaskRequest[] };
}

function answers(
  asked: Envelope,
  { waveNumber, task, time }: { waveNumber: number; task: TaskRequest; time: string },
): readonly BusEntry[] {
  const { taskId, operationId, attempt, phase, type: technology } = task;
  const operation = { executionId: asked.subject, waveNumber, taskId, operationId, attempt, phase, technology };
  return [
    toEntry(asked, "TechnologyStarted", operation, time),
    toEntry(asked, "TechnologyCompleted", { ...operation, result: RESULT }, time),
  ];
}

function toEntry(
  asked: Envelope,
  type: "TechnologyStarted" | "TechnologyCompleted",
  data: Record<string, unknown> & { readonly operationId: string },
  time: string,
): BusEntry {
  const version = findDefinition(type)?.version ?? 1;
  const detail: Envelope = {
    specversion: "1.0",
    id: `${data.operationId}:${type}`,
    source: SOURCE,
    type,
    time,
    subject: asked.subject,
    dataschema: dataSchemaUri(type, version),
    correlationid: asked.correlationid,
    causationid: asked.id,
    epoch: asked.epoch,
    schemaversion: version,
    actor: SOURCE,
    data,
  };
  return { source: SOURCE, detailType: type, detail };
}
