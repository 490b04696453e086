/** What RDS answers when asked for one thing by its name; beside no client, so that operations use it without loading one. */
import { DrError } from "@dr/events";

/** The one thing that was asked for by name. Throws `database.<kind>_not_found`. */
export function theOnly<T>(found: readonly T[] | undefined, kind: string, id: string): T {
  const [only] = found ?? [];
  if (only === undefined) throw new DrError(`database.${kind}_not_found`, `RDS has no ${kind} ${id}`);
  return only;
}
