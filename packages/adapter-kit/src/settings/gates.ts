/** Settings that a plan may write under `validation`: the limits below which an operation is not begun. */
import * as z from "zod";

/** Metadata that marks a setting of an operation's `config` as one that a plan may also write under `validation`: `lag.optional().meta(isGate)`. */
export const isGate = { gate: true } as const;

/** Names by schema: operations never change, and a task is parsed at every look. */
const known = new WeakMap<z.ZodType, readonly string[]>();

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
  const found = known.get(schema) ?? readGates(schema);
  known.set(schema, found);
  return found;
}

function readGates(schema: z.ZodType): readonly string[] {
  const { properties = {} } = z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
  return Object.entries(properties).flatMap(([name, property]) =>
    typeof property === "object" && property["gate"] === true ? [name] : [],
  );
}
