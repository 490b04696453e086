/** The AsyncAPI 3 document of the events: one channel, the bus; one message for each event type, with the JSON Schema of its version. */
import { allJsonSchemas, eventDefinitions } from "@dr/events";

const DIALECT = "application/schema+json;version=draft-2020-12";

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
  const recorded = definitions.filter(({ origin }) => origin !== "adapter").map(({ type }) => type);
  const said = definitions.filter(({ origin }) => origin !== "recorded").map(({ type }) => type);
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
    },
    operations: {
      hearFacts: {
        action: "send",
        channel: { $ref: "#/channels/bus" },
        summary: "What the log recorded, under source `dr.orchestration`",
        messages: references(recorded),
      },
      hearAdapters: {
        action: "receive",
        channel: { $ref: "#/channels/bus" },
        summary: "What an adapter says, under source `dr.adapter.<technology>`",
        messages: references(said),
      },
    },
    components: { messages },
  };
}
