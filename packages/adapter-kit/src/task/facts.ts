/** What an adapter says on the bus: under its own source, with deterministic ids, echoing epoch and correlation. */
import { adapterSource, dataSchemaUri, findDefinition, parseStrict, type EventData } from "@dr/events";
import type { Bus } from "@dr/runtime";
import type { LedgerItem } from "../ledger/item.ts";

type FactType = "TechnologyStarted" | "TechnologyProgressed" | "TechnologyCompleted" | "TechnologyFailed";

/** Publishes facts, at least once. The same fact of the same operation always has the same id. */
export interface FactPublisher {
  readonly publish: <T extends FactType>(
    item: Pick<LedgerItem, "executionId" | "epoch" | "correlationId" | "causationId">,
    fact: {
      readonly type: T;
      readonly data: EventData<T>;
      readonly time: string;
      /** Tells facts of one type apart. */ readonly part?: number;
    },
  ) => Promise<void>;
}

/** A publisher for one technology. Throws what the bus throws; `event.invalid` if the kit itself made a mistake. */
export function createFactPublisher(bus: Bus, technology: string): FactPublisher {
  const source = adapterSource(technology);
  return {
    publish: async (item, { type, data, time, part }) => {
      const version = findDefinition(type)?.version ?? 1;
      const checked = parseStrict(type, data) as Record<string, unknown> & { operationId: string };
      await bus.publish([
        {
          source,
          detailType: type,
          detail: {
            specversion: "1.0",
            id: `${checked.operationId}:${type}${part === undefined ? "" : `:${part}`}`,
            source,
            type,
            time,
            subject: item.executionId,
            dataschema: dataSchemaUri(type, version),
            correlationid: item.correlationId,
            causationid: item.causationId,
            epoch: item.epoch,
            schemaversion: version,
            actor: source,
            data: checked,
          },
        },
      ]);
    },
  };
}

/** The fields that tie a fact to its operation. */
export function operationRef(item: Pick<LedgerItem, "executionId" | "waveNumber" | "task">) {
  const { taskId, operationId, attempt, phase, type } = item.task;
  return { executionId: item.executionId, waveNumber: item.waveNumber, taskId, operationId, attempt, phase, technology: type };
}
