/** Names of DNS, spelled one way. */

/** A name in lower case with its final dot; Route 53 writes `*` as `\052`. */
export function normaliseName(name: string): string {
  const lower = name.trim().toLowerCase().replaceAll("\\052", "*");
  return lower.endsWith(".") ? lower : `${lower}.`;
}
