/** The two refusals of the matcher. */
import { DrError } from "@dr/events";

/** `detail.a[0].numeric[1]`: where in the pattern. */
export type PatternPath = readonly (string | number)[];

function formatPath(path: PatternPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** A pattern that EventBridge would not accept: code `eventbridge.invalid_pattern`, `details.path` and `details.expected`. */
export function invalidPattern(path: PatternPath, expected: string): DrError {
  const where = formatPath(path);
  return new DrError("eventbridge.invalid_pattern", `Event pattern is not valid${where === "" ? "" : ` at ${where}`}: ${expected}`, {
    details: { path: where, expected },
  });
}

/** Something that cannot be an event: code `eventbridge.invalid_event`, `details.expected`. */
export function invalidEvent(expected: string): DrError {
  return new DrError("eventbridge.invalid_event", `Event is not valid: ${expected}`, { details: { expected } });
}
