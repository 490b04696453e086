/** Runs a file of `{rule, event}` cases through the matcher. */
import { hasCode } from "@dr/events";
import { isJsonObject } from "./json/is-json-object.ts";
import { compilePattern } from "./pattern/compile-pattern.ts";

/** What the matcher says to one case; `"error"` is a pattern or an event that EventBridge refuses. */
export type CaseAnswer = boolean | "error";

/** The answer to one case: `{rule, event}`, or `{EventPattern, Event}` as TestEventPattern names them; each a value or JSON text. */
export function answerCase(candidate: unknown): CaseAnswer {
  if (!isJsonObject(candidate)) return "error";
  try {
    return compilePattern(candidate["rule"] ?? candidate["EventPattern"])(candidate["event"] ?? candidate["Event"]);
  } catch (error) {
    if (hasCode(error, "eventbridge.invalid_pattern") || hasCode(error, "eventbridge.invalid_event")) return "error";
    throw error;
  }
}
