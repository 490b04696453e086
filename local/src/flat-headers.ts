/** Headers of Node's HTTP, one text each: those that came more than once are joined, as a gateway does. */

/** The headers by name; an absent one is empty. */
export function flatHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : (value ?? []).join(",")]),
  );
}
