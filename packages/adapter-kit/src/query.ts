/** Questions that an adapter answers without changing anything. */
import type * as z from "zod";

/** What a query may use. */
export interface QueryContext<Clients> {
  readonly clients: Clients;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** One question: its input as a schema, and how it is answered. Reads only. */
export interface Query<Clients, Input = unknown> {
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** Answers with plain JSON. What the service throws is classified by the kit. */
  run(context: QueryContext<Clients>, input: Input): Promise<unknown>;
}
