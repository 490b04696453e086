/** Hunts the mutants: each is run until a seed shows it. */
import { runJobs } from "../run/pool.ts";
import { mutants } from "./index.ts";

/** What became of a mutant: the seed that showed it, and the invariant that it broke there. */
export interface Hunted {
  readonly name: string;
  readonly caught: boolean;
  readonly seed: number | null;
  readonly by: string | null;
}

/** Seeds that a mutant may survive at most. */
const MAX_SEEDS = 1_000;

/** How to hunt. `from` is the first seed, `mutant` the only one to hunt. */
export interface HuntOptions {
  readonly from: number;
  readonly threads: number;
  readonly mutant: string | undefined;
}

/** Seeds that must be clean without a mutant before any is hunted: otherwise what is already broken would count as a catch. */
const CLEAN_SEEDS = 20;

/** Hunts every mutant, several at a time. Throws when a seed is broken without one. */
export async function huntMutants({ from, threads, mutant }: HuntOptions): Promise<readonly Hunted[]> {
  const { totals: clean } = await runJobs([{ from, count: CLEAN_SEEDS }], { threads, withCoverage: false });
  const [already] = clean.flatMap(({ broken }) => broken);
  if (already) throw new Error(`seed ${already.seed} is broken without a mutant: ${already.violations[0]?.invariant ?? ""}`);
  const hunted = mutants.filter(({ name }) => mutant === undefined || name === mutant);
  const jobs = hunted.map(({ name }) => ({ from, count: MAX_SEEDS, mutant: name }));
  const { totals } = await runJobs(jobs, { threads, withCoverage: false });
  return hunted.map(({ name }, index) => {
    const [broken] = totals[index]?.broken ?? [];
    return { name, caught: broken !== undefined, seed: broken?.seed ?? null, by: broken?.violations[0]?.invariant ?? null };
  });
}
