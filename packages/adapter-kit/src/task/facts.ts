/** What an adapter says on the bus: under its own source, with deterministic ids, echoing epoch and correlation. */
import { adapterSource, dataSchemaUri, findDefinition, parseStrict, type EventData } from "@dr/events";
import type { Bus } from "@dr/runtime";
import type { ReadinessQuestion } from "../messages/message.ts";
import type { LedgerItem } from "../ledger/item.ts";
import { sayEcho, type Echo } from "./echo.ts";

type FactType = "TechnologyStarted" | "TechnologyProgressed" | "TechnologyCompleted" | "TechnologyFailed";

/** Publishes facts, at least once. The same fact of the same operation always has the same id. */
export interface FactPublisher {
  /** Tells what was seen of the tasks of one part of a question; the same answer always has the same id. */
  readonly report: (
    question: Pick<ReadinessQuestion, "executionId" | "epoch" | "correlationId" | "causationId" | "part">,
    data: EventData<"ReadinessReported">,
    time: string,
  ) => Promise<void>;
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
export function createFactPublisher(bus: Bus, technology: string, echo?: Echo): FactPublisher {
  const source = adapterSource(technology);
  const say = async (said: Said): Promise<void> => {
    const { id, type, data, time, about } = said;
    const version = findDefinition(type)?.version ?? 1;
    await bus.publish([
      {
        source,
        detailType: type,
        detail: {
          specversion: "1.0",
          id,
          source,
          type,
          time,
          subject: about.executionId,
          dataschema: dataSchemaUri(type, version),
          correlationid: about.correlationId,
          causationid: about.causationId,
          epoch: about.epoch,
          schemaversion: version,
          actor: source,
          data,
        },
      },
    ]);
  };
  return {
    publish: async (item, { type, data, time, part }) => {
      const checked = parseStrict(type, data) as Record<string, unknown> & { operationId: string };
      const id = `${checked.operationId}:${type}${part === undefined ? "" : `:${part}`}`;
      await say({ id, type, data: checked, time, about: item });
      await sayEcho(bus, echo, id, { type, time, data: checked } as { readonly type: string });
    },
    report: async (question, data, time) => {
      const checked = parseStrict("ReadinessReported", data);
      const id = `${checked.checkId}:${technology}:${question.part}`;
      await say({ id, type: "ReadinessReported", data: checked, time, about: question });
    },
  };
}

/** One word on the bus. */
interface Said {
  readonly id: string;
  readonly type: FactType | "ReadinessReported";
  readonly data: Record<string, unknown>;
  readonly time: string;
  readonly about: Pick<LedgerItem, "executionId" | "epoch" | "correlationId" | "causationId">;
}

/** The fields that tie a fact to its operation. */
export function operationRef(item: Pick<LedgerItem, "executionId" | "waveNumber" | "task">) {
  const { taskId, operationId, attempt, phase, type } = item.task;
  return { executionId: item.executionId, waveNumber: item.waveNumber, taskId, operationId, attempt, phase, technology: type };
}
