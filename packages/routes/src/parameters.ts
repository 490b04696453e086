/** Schemas of path and query parameters that several routes share. */
import { lazyObject, lazyStrictObject, regionName } from "@dr/events";
import * as z from "zod";

/** An account of AWS. */
export const targetAccountId = () => z.string().regex(/^\d{12}$/, "expected a 12-digit account id");

/** Where to say how an execution ended: once, signed, and tried for three days. */
export const callbackSchema = z
  .union([
    lazyStrictObject(() => ({
      url: z
        .string()
        .min(1)
        .max(2_048)
        .meta({ description: "https, port 443 or 8443, a public name", examples: ["https://hooks.example.com/dr-ended"] }),
    })),
    lazyStrictObject(() => ({
      taskToken: z
        .string()
        .min(1)
        .max(2_048)
        .meta({ description: "`$$.Task.Token` of a task of Step Functions that waits; it gets a sign of life each minute" }),
      region: regionName.optional().meta({ description: "where the state machine runs; default: the platform's own Region" }),
    })),
  ])
  .meta({ id: "Callback", description: "who is told, once, how it ended: a URL by a signed request, or a waiting task of Step Functions" });

/** `{planId}` */
export const planParams = lazyObject(() => ({
  planId: z
    .string()
    .min(1)
    .meta({ description: "id of the plan", examples: ["orders"] }),
}));

/** `{planId}` and `{version}` */
export const planVersionParams = lazyObject(() => ({ ...planParams.shape, version: z.coerce.number().int().positive() }));

/** `{executionId}` */
export const executionParams = lazyObject(() => ({ executionId: z.string().min(1).meta({ description: "id of the execution" }) }));

/** `{executionId}` and `{taskId}` */
export const taskParams = lazyObject(() => ({
  ...executionParams.shape,
  taskId: z
    .string()
    .min(1)
    .meta({ examples: ["w1-database"] }),
}));

/** `?limit=&cursor=`: 1 to 100 items, 25 by default. */
export const pageQuery = lazyStrictObject(() => ({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).optional().meta({ description: "`nextCursor` of the page before; opaque" }),
}));

/** `?expectedVersion=` */
export const expectedVersionQuery = lazyStrictObject(() => ({
  expectedVersion: z.coerce.number().int().positive().optional().meta({ description: "like `If-Match`: the version that is replaced" }),
}));

const saving = lazyStrictObject(() => ({
  allowUnresolved: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({
      description: "save although something that is named does not exist yet; the plan is shown as unresolved until it is saved again",
    }),
}));

/** `?allowUnresolved=` */
export const savePlanQuery = saving;

/** `?expectedVersion=&allowUnresolved=` */
export const updatePlanQuery = lazyStrictObject(() => ({ ...saving.shape, ...expectedVersionQuery.shape }));

/** No parameters: also an unknown one is refused, since a misspelt filter must not pass for an empty one. */
export const noQuery = lazyStrictObject(() => ({}));

/** Why something is done, for the audit. */
export const reason = () => z.string().trim().min(1).max(1000).meta({ description: "why, for the audit" });

/** A period that ends before it begins is a slip: it would look like one in which nothing happened. */
export function endsAfterBegin({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): boolean {
  // A time that cannot be read is told at its own place.
  return from === undefined || to === undefined || !(Date.parse(from) >= Date.parse(to));
}

/** How a period that ends before it begins is refused. */
export const PERIOD_REFUSAL = { path: ["to"], error: "it ends before it begins: expected a time after `from`" };

/** A zone of time that is told beside UTC. */
export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, "expected an IANA time zone such as Europe/Berlin")
  .optional()
  .meta({ description: "an IANA time zone, in which times of reports are told beside UTC" });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
