/** Columns of text. */

/** Rows under their headings, each column as wide as its widest cell; one line says so when there is nothing. */
export function toTable(headings: readonly string[], rows: readonly (readonly string[])[], nothing = "nothing"): readonly string[] {
  if (rows.length === 0) return [nothing];
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
