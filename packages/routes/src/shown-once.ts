/** The secrets that answers tell, each shown once: where they stand in a body, so that whoever keeps answers keeps none in clear. */
import * as z from "zod";

/** Fields of bodies, from the top: a secret of webhooks, and of a start's callback. */
export const SHOWN_ONCE: readonly (readonly string[])[] = [["secret"], ["callback", "secret"]];

/** A secret in an answer. Every field of this schema stands in `SHOWN_ONCE`. */
export const secretShownOnce = z.string().meta({ description: "shown once: whsec_…" });

/** Whether the body of an answer tells a secret: by its fields, whatever its texts look like. */
export function tellsSecret(body: unknown): boolean {
  return SHOWN_ONCE.some((path) => typeof at(body, path) === "string");
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? (inner as Readonly<Record<string, unknown>>)[name] : undefined),
    value,
  );
}
