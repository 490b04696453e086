/** Technologies and their operations by name. */
import type { TechnologyEntry } from "@dr/domain";
import { DrError, nearestName } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** The registry's entry. An adapter deployed a moment ago is found, too. Throws `technology.not_found`, which lists those that are registered. */
export async function findTechnology({ technologies }: Pick<ApiDeps, "technologies">, technology: string): Promise<TechnologyEntry> {
  const find = async (fresh: boolean) => (await technologies.read({ fresh })).entries;
  const entryIn = (entries: readonly TechnologyEntry[]) => entries.find((entry) => entry.technology === technology);
  const known = entryIn(await find(false));
  if (known) return known;
  const entries = await find(true);
  const found = entryIn(entries);
  if (!found)
    throw unknownTechnology(
      technology,
      entries.map((entry) => entry.technology),
    );
  return found;
}

/** An operation of an entry. Throws `operation.not_found`, which lists those that it has. */
export function findOperation(entry: TechnologyEntry, operation: string): TechnologyEntry["operations"][number] {
  const found = entry.operations.find(({ name }) => name === operation);
  if (found) return found;
  throw notFound("operation.not_found", `${entry.technology} has no operation ${operation}`, {
    name: operation,
    known: entry.operations.map(({ name }) => name),
  });
}

/** The error for a technology that nobody registered. */
export function unknownTechnology(technology: string, known: readonly string[]): DrError {
  return notFound("technology.not_found", `no adapter is registered for technology ${technology}`, { name: technology, known });
}

function notFound(code: string, message: string, { name, known }: { readonly name: string; readonly known: readonly string[] }): DrError {
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? `there are: ${known.join(", ")}` : `did you mean ${nearest}?`;
  return new DrError(code, message, { details: { known, hint } });
}
