/** One value per event type: its schema, its version, who says it, and how older versions are lifted. */
import type * as z from "zod";

/** Who may say an event: the log (`recorded`), an adapter (`adapter`), both, or whoever has something to be audited (`audit`). */
export type EventOrigin = "recorded" | "adapter" | "both" | "audit";

/** Lifts the data of version N to version N+1. Pure; never edited once an event of version N was stored. */
export type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;

/** Everything the system knows about an event type. */
export interface EventDefinition<Type extends string = string, Schema extends z.ZodObject = z.ZodObject> {
  readonly type: Type;
  /** Version that producers write today; `upcasters` has one entry for each older one, keyed by the version that it reads. */
  readonly version: number;
  readonly origin: EventOrigin;
  readonly description: string;
  readonly schema: Schema;
  readonly upcasters: Readonly<Record<number, Upcaster>>;
}

/**
 * Declares an event type. Its schema is made when it is first asked for: a function sees few of all types, and making them is a good part of its start.
 * Throws at load time if an upcaster is missing, so that an old stream cannot surprise a running system.
 */
export function defineEvent<Type extends string, Schema extends z.ZodObject>(
  definition: Omit<EventDefinition<Type, Schema>, "version" | "upcasters" | "schema"> & {
    readonly schema: () => Schema;
    readonly version?: number;
    readonly upcasters?: Record<number, Upcaster>;
  },
): EventDefinition<Type, Schema> {
  const { version = 1, upcasters = {}, schema: makeSchema, ...rest } = definition;
  for (let from = 1; from < version; from += 1) {
    if (!upcasters[from]) throw new Error(`event ${definition.type}: no upcaster from version ${from} to ${from + 1}`);
  }
  let made: Schema | undefined;
  return {
    ...rest,
    version,
    upcasters,
    get schema() {
      return (made ??= makeSchema());
    },
  };
}
