/** Tables as CSV (RFC 4180). */

/** What stands in a cell. */
export type Cell = string | number | boolean | null | undefined;

/** A table with a header line. Cells that a spreadsheet would run as a formula are disarmed by a quote. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map(toCell).join(",")).join("\r\n") + "\r\n";
}

function toCell(value: Cell): string {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
