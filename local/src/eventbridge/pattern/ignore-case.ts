/** Comparison without regard to case, character by character as EventBridge does it. */

const SYNTAX = /[\\^$.*+?()[\]{}|/-]/g;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * One UTF-16 unit of the pattern: its lower-case or its upper-case form, whatever their lengths (`ß` accepts `SS`).
 * EventBridge's matcher turns each half of a surrogate pair into `?` at this point, so emoji never match in these operators.
 */
function toAlternatives(unit: string): string {
  if (SURROGATE.test(unit)) return "\\?";
  const forms = new Set([unit.toLowerCase(), unit.toUpperCase()]);
  return `(?:${[...forms].map((form) => form.replace(SYNTAX, String.raw`\$&`)).join("|")})`;
}

/** A test for text that equals, begins or ends with `wanted`, each character in either case. */
export function toIgnoreCaseTest(wanted: string, where: "whole" | "start" | "end"): (text: string) => boolean {
  const body = wanted.split("").map(toAlternatives).join("");
  const expression = new RegExp(`${where === "end" ? "" : "^"}${body}${where === "start" ? "" : "$"}`);
  return (text) => expression.test(text);
}
