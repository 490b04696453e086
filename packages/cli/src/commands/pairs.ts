/** `key=value` options that may be given more than once. */
import { InvalidArgumentError } from "commander";

/** Collects them for commander; a later value of a key goes beside the earlier ones. */
export function collectPairs(text: string, before: Readonly<Record<string, readonly string[]>> = {}): Record<string, readonly string[]> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected KEY=VALUE");
  const key = text.slice(0, at);
  return { ...before, [key]: [...(before[key] ?? []), text.slice(at + 1)] };
}
