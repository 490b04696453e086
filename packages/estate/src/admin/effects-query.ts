// Selects lines of the journal of effects.
import * as z from "zod";
import type { Effect } from "../world/effect.ts";

/** Filters of `GET /_local/estate/effects`; an absent filter lets everything pass. */
export const effectsQuery = z.strictObject({
  service: z.string().min(1).optional(),
  action: z.string().min(1).optional(),
  resource: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  outcome: z.enum(["applied", "rejected"]).optional(),
  /** Only lines with a higher `seq`, to follow the journal. */
  after: z.string().regex(/^\d+$/u, "expected a whole number").transform(Number).optional(),
});

/** Filters of the journal. */
export type EffectsQuery = z.output<typeof effectsQuery>;

/** The lines that pass every filter, oldest first. `resource` matches any name of the resource. */
export const selectEffects = (effects: readonly Effect[], query: EffectsQuery): readonly Effect[] =>
  effects.filter(
    (effect) =>
      (query.service === undefined || effect.service === query.service) &&
      (query.action === undefined || effect.action === query.action) &&
      (query.region === undefined || effect.region === query.region) &&
      (query.outcome === undefined || effect.outcome === query.outcome) &&
      (query.resource === undefined || effect.resources.includes(query.resource)) &&
      (query.after === undefined || effect.seq > query.after),
  );
