/** What an adapter publishes has to be what plans can be held against. */
import { DrError } from "@dr/events";
import { readSchema } from "@dr/events/schema-reader";

/** Throws `adapter.unreadable_schema`, naming schema, place and keyword, if the API could not check tasks by them: it would leave the operation out. */
export function assertReadable(schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>, operation: string): void {
  for (const [name, schema] of Object.entries(schemas)) {
    try {
      readSchema(schema);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DrError("adapter.unreadable_schema", `${operation}, ${name}: ${reason}`, { cause, details: { operation, schema: name } });
    }
  }
}
