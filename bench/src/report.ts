/** What every benchmark prints, and the statistics behind it. */
import { arch, cpus, platform, totalmem } from "node:os";

/** One figure: what was measured, in which case, its median over the runs. */
export interface BenchRow {
  readonly subject: string;
  readonly case: string;
  readonly median: number;
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  /** Where the figure comes from, if not from the measurement alone. */
  readonly note?: string;
}

/** The whole of a benchmark's output. */
export interface BenchReport {
  readonly bench: string;
  readonly machine: string;
  readonly runs: number;
  readonly rows: readonly BenchRow[];
  readonly ratios: Readonly<Record<string, number>>;
}

/** The machine in a line, so that a figure is never quoted without it. */
export function describeMachine(): string {
  const [cpu] = cpus();
  return `${platform()} ${arch()}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

/** The value below which a share `q` of the samples lies (nearest rank); NaN without samples. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** A row from one figure per run. */
export function toRow(subject: string, caseName: string, unit: string, perRun: readonly number[]): BenchRow {
  const round = (value: number): number => Number(value.toPrecision(4));
  return { subject, case: caseName, median: round(median(perRun)), unit, min: round(Math.min(...perRun)), max: round(Math.max(...perRun)) };
}

/** Prints one JSON object, or a table. */
export function printReport(report: BenchReport, asJson: boolean): void {
  if (asJson) return void process.stdout.write(`${JSON.stringify(report)}\n`);
  process.stdout.write(`${report.bench} on ${report.machine}, median of ${report.runs} runs\n\n`);
  const width = Math.max(...report.rows.map((row) => row.subject.length));
  const caseWidth = Math.max(...report.rows.map((row) => row.case.length));
  for (const row of report.rows) {
    const range = row.min === undefined ? "" : `  (${row.min} to ${row.max})`;
    process.stdout.write(
      `${row.subject.padEnd(width)}  ${row.case.padEnd(caseWidth)}  ${String(row.median).padStart(9)} ${row.unit}${range}\n`,
    );
  }
  for (const note of new Set(report.rows.flatMap((row) => row.note ?? []))) process.stdout.write(`\n${note}\n`);
  for (const [ratio, value] of Object.entries(report.ratios)) process.stdout.write(`\nratio ${ratio}: ${value}`);
  process.stdout.write("\n");
}
