/** Settings that a plan may write under `validation`: the limits below which an operation is not begun. */
import type * as z from "zod";
import { inputSchemaOf } from "../input-schema.ts";

/** Metadata that marks a setting of an operation's `config` as one that a plan may also write under `validation`: `lag.optional().meta(isGate)`. */
export const isGate = { gate: true } as const;

/** The settings of the task: its `config`, and what of its `validation` the operation takes as such. `config` counts where both say something. */
export function settingsOf(
  schema: z.ZodType,
  { config, validation }: { readonly config: Readonly<Record<string, unknown>>; readonly validation: Readonly<Record<string, unknown>> },
): Readonly<Record<string, unknown>> {
  if (Object.keys(validation).length === 0) return config;
  const gates = gatesOf(schema);
  return { ...Object.fromEntries(Object.entries(validation).filter(([name]) => gates.includes(name))), ...config };
}

function gatesOf(schema: z.ZodType): readonly string[] {
  const { properties = {} } = inputSchemaOf(schema) as { readonly properties?: Readonly<Record<string, { readonly gate?: unknown }>> };
  return Object.entries(properties).flatMap(([name, { gate }]) => (gate === true ? [name] : []));
}
