/** PutEvents as it comes over the wire, and what AWS checks before it takes an event. */
import { DrError } from "@dr/events";
import * as z from "zod";
import { isJsonObject } from "../json/is-json-object.ts";
import { parseJson } from "../json/parse-json.ts";

/** JSON 1.1 sends null for "not given". */
const text = z.string().nullish();

const entrySchema = z.looseObject({
  /** Seconds since 1970, with fractions. */
  Time: z.number().nullish(),
  Source: text,
  Resources: z.array(z.string()).nullish(),
  DetailType: text,
  Detail: text,
  /** Name or ARN; the default bus if it is not given. */
  EventBusName: text,
});

/** One entry of a PutEvents request. */
export type PutEventsEntry = z.infer<typeof entrySchema>;

/** One entry's answer: an id, or why it was not taken. */
export type PutEventsResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** An entry that passed all checks. */
export interface AcceptedEntry {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  /** The detail as it was sent, and as a value. */
  readonly detailText: string;
  readonly detail: unknown;
  readonly timeMs: number | undefined;
  readonly busName: string;
}

const MAX_ENTRIES = 10;
/** Since January 2026 a request must stay below 1 MB; before, 256 KB. */
const MAX_REQUEST_BYTES = 1_048_576;
/** What AWS counts for a Time, however it is written. */
const TIME_BYTES = 14;

function invalidRequest(message: string): DrError {
  return new DrError("eventbridge.validation", message);
}

function countBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((bytes, value) => bytes + Buffer.byteLength(value ?? ""), entry.Time == null ? 0 : TIME_BYTES);
}

/**
 * The entries of a request body. Throws `eventbridge.serialization` for a body of another shape and `eventbridge.validation` for
 * one that AWS refuses as a whole: no entries, more than 10, or 1 MB and more by AWS's way of counting.
 */
export function parsePutEvents(body: unknown): readonly PutEventsEntry[] {
  const shape = z.looseObject({ Entries: z.array(entrySchema).nullish() }).safeParse(body);
  if (!shape.success) {
    const [issue] = shape.error.issues;
    throw new DrError("eventbridge.serialization", `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "unexpected shape"}`);
  }
  const entries = shape.data.Entries;
  const failed = "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must";
  if (entries == null) throw invalidRequest(`${failed} not be null`);
  if (entries.length === 0) throw invalidRequest(`${failed} have length greater than or equal to 1`);
  if (entries.length > MAX_ENTRIES) throw invalidRequest(`${failed} have length less than or equal to ${MAX_ENTRIES}`);
  if (entries.reduce((bytes, entry) => bytes + countBytes(entry), 0) >= MAX_REQUEST_BYTES) {
    throw invalidRequest("Total size of the entries in the request is over the limit.");
  }
  return entries;
}

function parseDetail(detail: string): unknown {
  try {
    const value = parseJson(detail);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function missing(name: string): PutEventsResult {
  return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.` };
}

/** `my-bus` and `arn:aws:events:…:event-bus/my-bus` name the same bus. */
function toBusName(nameOrArn: string | null | undefined): string {
  return (nameOrArn ?? "default").replace(/^arn:[^/]*:event-bus\//, "");
}

/** Checks one entry: either accepted, or the result that refuses it. `aws.` sources belong to AWS services. */
export function acceptEntry(entry: PutEventsEntry): AcceptedEntry | PutEventsResult {
  const { Source: source, DetailType: detailType, Detail: detailText, Time: time } = entry;
  if (!source) return missing("Source");
  if (!detailType) return missing("DetailType");
  if (!detailText) return missing("Detail");
  if (source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  const detail = parseDetail(detailText);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  return {
    source,
    detailType,
    resources: entry.Resources ?? [],
    detailText,
    detail,
    timeMs: time == null ? undefined : time * 1000,
    busName: toBusName(entry.EventBusName),
  };
}
