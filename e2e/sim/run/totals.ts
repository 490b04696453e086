/** The sum over many seeds. */
import { FAULT_KINDS, type FaultKind } from "../faults/kinds.ts";
import type { Violation } from "../invariants/violation.ts";
import { addProofs, NO_PROOF, type ProofFigures } from "../proof/figures.ts";
import type { SeedResult } from "./run-seed.ts";

/** A seed that broke an invariant. `disturbances` is the number of faults and actions before it showed. */
export interface BrokenSeed {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly disturbances: number;
}

/** What many seeds came to. */
export interface Totals {
  readonly seeds: number;
  readonly events: number;
  readonly effects: number;
  readonly steps: number;
  readonly executions: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly proof: ProofFigures;
  readonly broken: readonly BrokenSeed[];
}

/** Nothing run yet. */
export const NO_TOTALS: Totals = { seeds: 0, events: 0, effects: 0, steps: 0, executions: {}, faults: {}, proof: NO_PROOF, broken: [] };

/** A single seed as totals. */
export function totalsOf({ seed, events, effects, steps, executions, faults, faultTotal, proof, violations }: SeedResult): Totals {
  const broken = violations.length === 0 ? [] : [{ seed, violations, disturbances: faultTotal }];
  return { seeds: 1, events, effects, steps, executions, faults, proof, broken };
}

/** The sum; the order of its parts makes no difference. */
export function addTotals(parts: readonly Totals[]): Totals {
  const sum = (pick: (totals: Totals) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  const faults = addCounts(parts.map((part) => part.faults));
  return {
    seeds: sum(({ seeds }) => seeds),
    events: sum(({ events }) => events),
    effects: sum(({ effects }) => effects),
    steps: sum(({ steps }) => steps),
    executions: addCounts(parts.map(({ executions }) => executions)),
    faults: Object.fromEntries(FAULT_KINDS.map((kind: FaultKind) => [kind, faults[kind] ?? 0])),
    proof: addProofs(parts.map(({ proof }) => proof)),
    broken: parts.flatMap(({ broken }) => broken).toSorted((a, b) => a.seed - b.seed),
  };
}

function addCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [key, count] of parts.flatMap((part) => Object.entries(part))) total[key] = (total[key] ?? 0) + count;
  return Object.fromEntries(Object.entries(total).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
