/** `pnpm bench <name> [--json]`: runs one benchmark and prints one JSON object, or a table for people. */
import { parseArgs } from "node:util";
import { describeMachine, printReport, type BenchReport } from "./report.ts";

/** `against`: another tree of this repository, measured in turns with this one; for `ring`. */
interface Options {
  readonly against?: string;
}

/** Benchmarks by name; each is loaded only when it is asked for. */
const benches: Readonly<
  Record<string, () => Promise<{ run: (runs: number, options: Options) => Promise<Omit<BenchReport, "bench" | "machine" | "runs">> }>>
> = {
  ring: () => import("./ring/ring.ts"),
  receivers: () => import("./ring/receivers.ts"),
  log: () => import("./log/log.ts"),
  fold: () => import("./fold/fold.ts"),
  engine: () => import("./engine/engine.ts"),
  api: () => import("./api/api.ts"),
  discovery: () => import("./discovery/discovery.ts"),
  cli: () => import("./cli/cli.ts"),
  hostile: () => import("./hostile/hostile.ts"),
  lists: () => import("./lists/lists.ts"),
  cost: () => import("./cost/cost.ts"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, runs: { type: "string", default: "5" }, against: { type: "string" } },
});
const [name = ""] = positionals;
const load = benches[name];
const runs = Number(values.runs);
if (!load || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benches).join("|")}> [--json] [--runs N] [--against DIR]\n`);
  process.exit(2);
}
const { run } = await load();
const result = await run(runs, values.against === undefined ? {} : { against: values.against });
printReport({ bench: name, machine: describeMachine(), runs, ...result }, values.json);
process.exit(0);
