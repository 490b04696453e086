/** Hostile documents of the largest size that the API takes: how long each is read, how much memory that takes (aims: 2 s, 300 MiB), and how long `/health` waits meanwhile. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { hostileDocuments } from "@dr/domain/testing";
import { toRow, type BenchRow } from "../report.ts";
import { blockages } from "./blockage.ts";

/** Just below the API's own limits on a document, in UTF-16 units: what is longer is refused unread. */
const LENGTHS = { json: 4_194_304 - 1_000, yaml: 2_097_152 - 1_000 };

interface Cost {
  readonly name: string;
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly answer: number;
}

/** Runs the benchmark: each document in a process of its own, `runs` times. `ratios` say how much of each aim the worst one takes. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const rows: BenchRow[] = [];
  for (const [index, { format }] of hostileDocuments(1_000).entries()) {
    const costs: Cost[] = [];
    for (let turn = 0; turn < runs; turn += 1) costs.push(await costOf(index, LENGTHS[format === "yaml" ? "yaml" : "json"]));
    const name = costs[0]?.name ?? "";
    process.stderr.write(`hostile: ${name}\n`);
    rows.push(
      toRow(
        name,
        "read",
        "ms",
        costs.map(({ milliseconds }) => milliseconds),
      ),
      toRow(
        name,
        "memory",
        "MiB",
        costs.map(({ mebibytes }) => mebibytes),
      ),
      toRow(
        name,
        "answer",
        "characters",
        costs.map(({ answer }) => answer),
      ),
    );
  }
  process.stderr.write("hostile: each once more, with /health asked meanwhile\n");
  const blocked = await blockages(LENGTHS);
  rows.push(
    ...blocked.map(({ name, healthMs, answers }) => toRow(`${name}: ${answers} answers`, "longest /health", "ms of waiting", [healthMs])),
  );
  const worst = (unit: string): number => Math.max(...rows.filter((row) => row.unit === unit).map(({ median }) => median));
  const ratios = { "worst time of 2 s": worst("ms") / 2_000, "worst memory of 300 MiB": worst("MiB") / 300 };
  return { rows, ratios: { ...ratios, "longest /health, ms": Math.round(worst("ms of waiting")) } };
}

async function costOf(index: number, length: number): Promise<Cost> {
  const child = fork(join(import.meta.dirname, "child.ts"), [String(length), String(index)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let cost: Cost | undefined;
  child.once("message", (message) => {
    cost = message as Cost;
    child.disconnect();
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (cost === undefined) throw new Error(`the process of document ${index} ended with ${code} and gave no result`);
  return cost;
}
