/** How the waves of a plan fit together: numbers, dependencies, cycles. */
import type { DraftPlan, DraftWave } from "./draft.ts";
import { findCycles } from "./graph.ts";
import type { Path, ProblemReport } from "./problems.ts";

/** Reports duplicate wave numbers, dependencies on unknown waves or on itself, and cycles with the waves on them. */
export function checkWaves(report: ProblemReport, { waves }: DraftPlan): void {
  const byNumber = new Map<number, DraftWave>();
  for (const wave of waves) {
    if (wave.waveNumber === undefined) continue;
    const first = byNumber.get(wave.waveNumber);
    if (!first) byNumber.set(wave.waveNumber, wave);
    else {
      const message = `wave ${wave.waveNumber} is there already, as waves[${String(first.path.at(-1))}]`;
      report.problem([...wave.path, "waveNumber"], { code: "plan.duplicate_wave", message, expected: "a number that no other wave has" });
    }
  }
  const known = shorten([...byNumber.keys()]);
  for (const wave of waves) checkDependencies(report, wave, byNumber, known);
  warnOfDefaults(
    report,
    waves,
    [...byNumber.keys()].reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER),
  );
  for (const cycle of findCycles(edgesOf(byNumber))) reportCycle(report, cycle, byNumber);
}

function checkDependencies(report: ProblemReport, wave: DraftWave, byNumber: ReadonlyMap<number, DraftWave>, known: string): void {
  for (const [index, dependency] of (wave.dependencies ?? []).entries()) {
    const path: Path = [...wave.path, "dependencies", index];
    if (dependency === wave.waveNumber) {
      report.problem(path, {
        code: "plan.self_dependency",
        message: `wave ${dependency} cannot wait for itself`,
        expected: "another wave",
      });
    } else if (!byNumber.has(dependency)) {
      report.problem(path, { code: "plan.unknown_wave", message: `there is no wave ${dependency}`, expected: `one of ${known}` });
    }
  }
}

/** Waves run in the order of their numbers unless the plan says otherwise: running them all at once is not a thing to do by omission. */
function warnOfDefaults(report: ProblemReport, waves: readonly DraftWave[], first: number): void {
  for (const wave of waves) {
    if (wave.dependencies !== undefined || wave.waveNumber === undefined || wave.waveNumber === first) continue;
    const message = "no dependencies are named: the wave waits for the one with the next lower number";
    report.warn([...wave.path, "dependencies"], { code: "plan.default_dependencies", message, expected: "[] to start at once" });
  }
}

function edgesOf(byNumber: ReadonlyMap<number, DraftWave>): ReadonlyMap<number, readonly number[]> {
  return new Map([...byNumber].map(([waveNumber, wave]) => [waveNumber, wave.dependencies ?? []]));
}

/** Points at the dependency that closes the circle. */
function reportCycle(report: ProblemReport, cycle: readonly number[], byNumber: ReadonlyMap<number, DraftWave>): void {
  const wave = byNumber.get(cycle.at(-2) ?? 0);
  const index = wave?.dependencies?.indexOf(cycle.at(-1) ?? 0) ?? 0;
  report.problem([...(wave?.path ?? []), "dependencies", index], {
    code: "plan.cycle",
    message: `waves wait for each other in a circle: ${describeCycle(cycle)}`,
    expected: "dependencies without a cycle",
  });
}

/** `1 → 3 → 2 → 1`, each waiting for the next; the middle of a very long one is left out. */
export function describeCycle(cycle: readonly (string | number)[]): string {
  return cycle.length <= 20 ? cycle.join(" → ") : [...cycle.slice(0, 10), "…", ...cycle.slice(-9)].join(" → ");
}

/** A list for a message, cut after twenty. */
export function shorten(items: readonly (string | number)[]): string {
  if (items.length === 0) return "none";
  return items.length <= 20 ? items.join(", ") : `${items.slice(0, 20).join(", ")}, … (${items.length} in all)`;
}
