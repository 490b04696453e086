/** TestEventPattern: does this pattern match this event? */
import { DrError, hasCode } from "@dr/events";
import * as z from "zod";
import { isJsonObject } from "../json/is-json-object.ts";
import { parseJson } from "../json/parse-json.ts";
import { compilePattern } from "../pattern/compile-pattern.ts";

const requestSchema = z.looseObject({ EventPattern: z.string(), Event: z.string() });

/** AWS calls `resources` mandatory too, but takes events without it. */
const MANDATORY = ["id", "account", "source", "time", "region", "detail-type"];

function readEvent(text: string): unknown {
  let event: unknown;
  try {
    event = parseJson(text);
  } catch {
    event = undefined;
  }
  const lacking = isJsonObject(event) ? MANDATORY.filter((name) => !Object.hasOwn(event, name)) : ["a JSON object"];
  if (lacking.length > 0)
    throw new DrError("eventbridge.validation", `Parameter Event is not valid. Reason: it lacks ${lacking.join(", ")}.`);
  return event;
}

/**
 * Answers a TestEventPattern request body. Throws `eventbridge.validation` for a missing parameter or an event without AWS's mandatory
 * fields, and `eventbridge.invalid_pattern` for a pattern that AWS refuses.
 */
export function testEventPattern(body: unknown): { readonly Result: boolean } {
  const request = requestSchema.safeParse(body);
  if (!request.success) throw new DrError("eventbridge.validation", "Parameters EventPattern and Event are required and are JSON text.");
  const event = readEvent(request.data.Event);
  try {
    return { Result: compilePattern(request.data.EventPattern)(event) };
  } catch (error) {
    if (hasCode(error, "eventbridge.invalid_event"))
      throw new DrError("eventbridge.validation", `Parameter Event is not valid. Reason: ${String(error)}`);
    throw error;
  }
}
