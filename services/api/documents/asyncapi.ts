/** The AsyncAPI 3 document of the events: one channel, the bus; one message for each event type, with the JSON Schema of its version. */
import { allJsonSchemas, eventDefinitions } from "@dr/events";

const DIALECT = "application/schema+json;version=draft-2020-12";

const text = { type: "string" };

/** As the requirements have it; `details` are those of the task, its outcome and the instances that it launched. */
const DRS_EVENT = {
  name: "DrsEvent",
  title: "DRS Execution Started, DRS Execution Completed, DRS Execution Failed",
  summary: "A task of the DRS adapter began or ended.",
  contentType: "application/json",
  payload: {
    schemaFormat: DIALECT,
    schema: {
      $id: "urn:dr-orchestration:event:DrsEvent:1",
      type: "object",
      required: ["id", "operationId", "technology", "timestamp", "details"],
      properties: {
        id: text,
        operationId: text,
        technology: { const: "drs" },
        timestamp: { type: "string", format: "date-time" },
        details: {
          type: "object",
          required: ["executionId", "waveNumber", "taskId", "phase", "attempt"],
          properties: {
            executionId: text,
            waveNumber: { type: "integer" },
            taskId: text,
            phase: { enum: ["execute", "rollback", "cleanup"] },
            attempt: { type: "integer" },
            rtoSeconds: { type: "number" },
            recoveredInstances: { type: "array", items: { type: "object" } },
            code: text,
            message: text,
          },
        },
      },
    },
  },
};

/** The document as plain JSON. */
export function toAsyncApi(): Record<string, unknown> {
  const schemas = allJsonSchemas();
  // By name: the order of a module's exports is the loader's.
  const definitions = eventDefinitions.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const messages = Object.fromEntries(
    definitions.map(({ type, version, description }) => [
      type,
      {
        name: type,
        title: type,
        summary: `${description} Version ${version}.`,
        contentType: "application/json",
        // The id of a schema is that of its version; inside this document it is found by its place.
        payload: { schemaFormat: DIALECT, schema: schemas[type] },
      },
    ]),
  );
  const references = (types: readonly string[]) => types.map((type) => ({ $ref: `#/channels/bus/messages/${type}` }));
  const recorded = definitions.filter(({ origin }) => origin === "recorded" || origin === "both").map(({ type }) => type);
  const said = definitions.filter(({ origin }) => origin === "adapter" || origin === "both").map(({ type }) => type);
  const audited = definitions.filter(({ origin }) => origin === "audit").map(({ type }) => type);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "DR Orchestrator events",
      version: "1.0.0",
      description: "CloudEvents 1.0 as the `detail` of EventBridge events; `detail-type` is the event's type.",
    },
    defaultContentType: "application/json",
    channels: {
      bus: {
        address: "dr-orchestration",
        description:
          "The event bus. Rules match `source`, `detail-type` and `detail`; events come at least once, those of one execution in order of `sequence`.",
        messages: Object.fromEntries(Object.keys(messages).map((type) => [type, { $ref: `#/components/messages/${type}` }])),
      },
      monitoring: {
        address: "dr-orchestration",
        description: "The same bus, for monitoring that does not know the platform's events: `detail-type` is `DRS <what>`.",
        messages: { DrsEvent: { $ref: "#/components/messages/DrsEvent" } },
      },
    },
    operations: {
      hearDrs: {
        action: "send",
        channel: { $ref: "#/channels/monitoring" },
        summary: "What the DRS adapter tells beside its facts, under source `enterprise.dr.drs`. Nothing of the platform listens to it",
        messages: [{ $ref: "#/channels/monitoring/messages/DrsEvent" }],
      },
      hearFacts: {
        action: "send",
        channel: { $ref: "#/channels/bus" },
        summary: "What the log recorded, under source `dr.orchestration`",
        messages: references(recorded),
      },
      hearAudit: {
        action: "send",
        channel: { $ref: "#/channels/bus" },
        summary: "What was asked of the API, what was refused, and what became of deliveries, under source `dr.audit`",
        messages: references(audited),
      },
      hearAdapters: {
        action: "receive",
        channel: { $ref: "#/channels/bus" },
        summary: "What an adapter says, under source `dr.adapter.<technology>`",
        messages: references(said),
      },
    },
    components: { messages: { ...messages, DrsEvent: DRS_EVENT } },
  };
}
