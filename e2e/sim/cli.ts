/** `pnpm sim`: the deterministic simulation. See docs/explanation/proof.md. */
import { summariseBranches } from "./coverage/summary.ts";
import { parseOptions, USAGE, type SimOptions } from "./report/options.ts";
import { createProgress } from "./report/progress.ts";
import { keepsItsWord, toJson, toText } from "./report/report.ts";
import type { Job } from "./run/job.ts";
import { runJobs } from "./run/pool.ts";
import { addTotals } from "./run/totals.ts";

// Libraries read these when they are loaded, which is why the product is imported later.
Object.assign(process.env, { AWS_XRAY_MANUAL_MODE: "true", POWERTOOLS_TRACE_ENABLED: "false" });

/** Seeds that a thread takes at a time: few enough that no thread is left alone at the end. */
const SEEDS_PER_JOB = 20;
/** Broken seeds whose shortest prefix is looked for. */
const MAX_PREFIXES = 3;

const seconds = (sinceMs: number): number => Math.round((performance.now() - sinceMs) / 100) / 10;

async function runSeeds(options: SimOptions): Promise<number> {
  const { seeds, from, drill, json, threads } = options;
  const startedMs = performance.now();
  const jobs: Job[] = [];
  for (let done = 0; done < seeds; done += SEEDS_PER_JOB) {
    jobs.push({ from: from + done, count: Math.min(SEEDS_PER_JOB, seeds - done), ...(drill && { drill }) });
  }
  const result = await runJobs(jobs, { threads, withCoverage: drill !== "partitions", onDone: createProgress(seeds, process.stderr) });
  const totals = addTotals(result.totals);
  const { findShortestPrefix } = await import("./run/shortest-prefix.ts");
  const prefixes = [];
  for (const broken of totals.broken.slice(0, MAX_PREFIXES)) prefixes.push(await findShortestPrefix(broken, { drill }));
  const report = { totals, branches: summariseBranches(result.branches), prefixes, drill, seconds: seconds(startedMs) };
  console.log(json ? toJson(report) : toText(report));
  return totals.broken.length > 0 || !keepsItsWord(totals.proof) ? 1 : 0;
}

async function runMutants(options: SimOptions): Promise<number> {
  const { huntMutants } = await import("./mutants/hunt.ts");
  const startedMs = performance.now();
  const mutants = await huntMutants(options);
  const survived = mutants.filter(({ caught }) => !caught);
  if (options.json) console.log(JSON.stringify({ mutants, seconds: seconds(startedMs) }));
  else {
    for (const { name, caught, seed, by } of mutants)
      console.log(`${caught ? "caught  " : "SURVIVED"} ${name.padEnd(34)} ${caught ? `seed ${seed}: ${by}` : ""}`);
    console.log(`${mutants.length - survived.length} of ${mutants.length} mutants caught in ${seconds(startedMs)} s`);
  }
  return survived.length > 0 ? 1 : 0;
}

async function replay({ replay: seed, trace, maxFaults, drill, mutant }: SimOptions): Promise<number> {
  const { runSeed } = await import("./run/run-seed.ts");
  const { findMutant } = await import("./mutants/index.ts");
  const result = await runSeed(seed, {
    ...(drill && { drill }),
    ...(maxFaults === undefined ? {} : { maxFaults }),
    ...(mutant === undefined ? {} : { bugs: findMutant(mutant).plant() }),
    ...(trace ? { write: (line: string) => void process.stdout.write(`${line}\n`) } : {}),
  });
  console.log(JSON.stringify(result, null, 2));
  return result.violations.length > 0 ? 1 : 0;
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.mode === "help") console.log(USAGE);
  else process.exitCode = await { seeds: runSeeds, mutants: runMutants, replay }[options.mode](options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
