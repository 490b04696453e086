/** What is shown of which operation, and by which tests: the table of docs/reference/adapters.md, and the reason of every cell without a test. */
import type { Operation } from "@dr/adapter-kit";
import type { CoverageLine } from "@dr/adapter-kit/testing";

/** The columns, in their order. */
export const COLUMNS = ["drill", "planned", "unplanned", "failback", "clean-up", "rollback"] as const;
/** A column. */
export type Column = (typeof COLUMNS)[number];

/** What the table needs of an adapter. */
export interface MatrixAdapter {
  readonly technology: string;
  readonly operations: Readonly<Record<string, Operation<never>>>;
  /** What tests saw, without repetition. */
  readonly coverage: readonly Covered[];
}

/** An ending that a test saw; `file` is relative to the repository. */
export type Covered = Omit<CoverageLine, "technology">;

/** Tests that show it, or why there is nothing to show; `problem` where there is neither. */
export type Cell =
  | { readonly shown: string; readonly files: readonly string[] }
  | { readonly reason: string }
  | { readonly problem: string };

/** The cells of one operation. */
export function cellsOf(adapter: MatrixAdapter, name: string): Readonly<Record<Column, Cell>> {
  const operation = adapter.operations[name];
  if (!operation) throw new Error(`${adapter.technology}.${name}: no such operation`);
  const forward = (executionType: string, mode?: string): Cell =>
    shownBy(
      of(adapter, name).filter(
        (line) => line.phase === "execute" && line.executionType === executionType && (mode ?? line.mode) === line.mode,
      ),
    );
  const inverse = (phase: string): Cell => shownBy(of(adapter, name).filter((line) => line.phase === phase));
  return {
    drill: forward("drill"),
    planned: forward("recovery", "planned"),
    unplanned: forward("recovery", "unplanned"),
    failback: failbackCell(adapter, operation),
    "clean-up": operation.cleanup ? inverse("cleanup") : { reason: withoutCleanup(operation) },
    rollback: operation.rollback ? inverse("rollback") : { reason: withoutRollback(operation) },
  };
}

function of({ coverage }: MatrixAdapter, name: string): readonly Covered[] {
  return coverage.filter(({ operation }) => operation === name);
}

function failbackCell(adapter: MatrixAdapter, { failback }: Operation<never>): Cell {
  if (failback === undefined) return { problem: "says neither how the application comes home nor why not (`failback`)" };
  if ("none" in failback) return { reason: failback.none };
  const [first, second] = failback.by.split(".");
  const [technology, operation] = second === undefined ? [adapter.technology, first ?? ""] : [first ?? "", second];
  if (technology !== adapter.technology) return { reason: `by ${failback.by}` };
  const cell = shownBy(of(adapter, operation).filter(({ phase, executionType }) => phase === "execute" && executionType === "recovery"));
  return "shown" in cell ? { ...cell, shown: `by \`${operation}\`` } : { problem: `${operation} is shown by no test` };
}

/** Done counts more than refused: where any test saw it done, refusals are not told. */
function shownBy(lines: readonly Covered[]): Cell {
  const done = lines.filter(({ outcome }) => outcome === "completed");
  const looked = lines.filter(({ outcome }) => outcome === "skipped_in_drill" || outcome === "noop");
  const chosen = done.length > 0 ? done : looked.length > 0 ? looked : lines;
  if (chosen.length === 0) return { problem: "no test shows it" };
  const shown =
    done.length > 0
      ? "done"
      : looked.length > 0
        ? "only looks"
        : `refused: ${unique(chosen.map(({ outcome }) => `\`${outcome}\``)).join(", ")}`;
  return { shown, files: unique(chosen.map(({ file }) => file)) };
}

function withoutCleanup({ drill }: Operation<never>): string {
  return drill.kind === "skipped" ? "a drill changes nothing" : "a drill leaves nothing behind";
}

function withoutRollback({ pointOfNoReturn, reversibility }: Operation<never>): string {
  if (pointOfNoReturn !== undefined) return "irreversible";
  return reversibility === "irreversible" ? "nothing to take back, or no way to" : reversibility;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
