/** What `pnpm synth` prints. */
import type { Resource } from "./program/resource.ts";
import type { ColdStart } from "./cold-start.ts";

/** An app's resources under the name of the app. */
export interface AppResources {
  readonly label: string;
  readonly resources: readonly Resource[];
}

/** `sqs Queue` for `aws:sqs/queue:Queue`; undefined for what is no resource of AWS. */
function shortType(type: string): string | undefined {
  const [provider, module = "", name = ""] = type.split(":");
  return provider === "aws" ? `${module.split("/")[0]} ${name}` : undefined;
}

/** A row for each type of resource, a column for each app. */
export function formatResources(apps: readonly AppResources[]): string {
  const counts = apps.map(({ resources }) => countTypes(resources));
  const types = [...new Set(counts.flatMap((count) => [...count.keys()]))].toSorted();
  const rows = types.map((type) => [type, ...counts.map((count) => String(count.get(type) ?? ""))]);
  const totals = ["total", ...counts.map((count) => String([...count.values()].reduce((sum, one) => sum + one, 0)))];
  return formatRows([["resource", ...apps.map(({ label }) => label)], ...rows, totals]);
}

function countTypes(resources: readonly Resource[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const { type } of resources) {
    const short = shortType(type);
    if (short !== undefined) count.set(short, (count.get(short) ?? 0) + 1);
  }
  return count;
}

/** A row for each function: what a cold start reads, all that is uploaded, processor time of the import beside that of bare functions with its clients, and the schemas that it makes. */
export function formatColdStarts(starts: readonly ColdStart[]): string {
  const beside = (importMs: number, bareMs: number | undefined) =>
    bareMs === undefined ? ["", ""] : [`${Math.round(bareMs)} ms`, (importMs / bareMs).toFixed(2)];
  const rows = starts.map(({ name, bytes, startBytes, importMs, bareMs, bareAllMs, schemas, problem }) => [
    name,
    `${Math.round(startBytes / 1024)} KiB`,
    `${Math.round(bytes / 1024)} KiB`,
    problem === undefined ? `${Math.round(importMs)} ms` : "FAILED",
    ...beside(importMs, bareMs),
    ...beside(importMs, bareAllMs),
    String(schemas),
  ]);
  const head = [
    "function",
    "at start",
    "in all",
    "cold import",
    "bare, clients at start",
    "ratio",
    "bare, all clients",
    "ratio",
    "schemas",
  ];
  return formatRows([head, ...rows]);
}

/** Columns wide enough for their cells; the first is flush left, the others are flush right. */
function formatRows(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "),
    )
    .map((line) => line.trimEnd())
    .join("\n");
}
