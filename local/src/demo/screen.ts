/** Shows progress: a table that redraws itself on a terminal, plain lines of what changed elsewhere. */

/** Where progress goes. `rows` are keyed; a row is shown again only when its text changed. */
export interface Screen {
  readonly say: (line: string) => void;
  readonly update: (rows: ReadonlyMap<string, string>, elapsedMs: number) => void;
  /** Leaves the last table standing; what is said next comes below it. */
  readonly settle: () => void;
}

const colours: readonly (readonly [RegExp, string])[] = [
  [/ (completed)$/, "\u001B[32m"],
  [/ (in_progress|requested)$/, "\u001B[36m"],
  [/ (paused)$/, "\u001B[33m"],
  [/ (failed|cancelled)$/, "\u001B[31m"],
];

/** A screen on standard output. Colours only on a terminal. */
export function createScreen(output: NodeJS.WriteStream): Screen {
  const shown = new Map<string, string>();
  let tableHeight = 0;
  const clear = (): void => {
    if (tableHeight > 0) output.write(`\u001B[${tableHeight}A\u001B[J`);
    tableHeight = 0;
  };
  return {
    say: (line) => {
      tableHeight = 0;
      output.write(`${line}\n`);
    },
    update: (rows, elapsedMs) => {
      if (output.isTTY) {
        clear();
        for (const row of rows.values()) output.write(`  ${colour(row)}\n`);
        output.write(`  ${(elapsedMs / 1000).toFixed(1)} s\n`);
        tableHeight = rows.size + 1;
        return;
      }
      for (const [key, row] of rows) {
        if (shown.get(key) === row) continue;
        shown.set(key, row);
        output.write(`${`${(elapsedMs / 1000).toFixed(1)} s`.padStart(8)}  ${row}\n`);
      }
    },
    settle: () => {
      tableHeight = 0;
    },
  };
}

function colour(row: string): string {
  for (const [pattern, code] of colours) {
    if (pattern.test(row)) return row.replace(pattern, ` ${code}$1\u001B[0m`);
  }
  return row;
}
