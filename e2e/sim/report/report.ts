/** What a run of many seeds says at its end. */
import type { BranchSummary } from "../coverage/summary.ts";
import type { Prefix } from "../run/shortest-prefix.ts";
import type { Totals } from "../run/totals.ts";

/** Everything that is reported. */
export interface Report {
  /** In every seed the Region was lost. */
  readonly takeOver: boolean;
  readonly totals: Totals;
  readonly branches: BranchSummary;
  readonly prefixes: readonly Prefix[];
  readonly seconds: number;
}

/** As a program reads it. */
export function toJson(report: Report): string {
  const { totals, branches, prefixes, seconds } = report;
  const { seeds, events, effects, executions, faults, broken } = totals;
  const violations = broken.map(({ seed, violations: [first] }) => {
    const prefix = prefixes.find((one) => one.seed === seed);
    return { seed, ...(prefix?.violation ?? first), ...(prefix ? { prefix: prefix.disturbances, of: prefix.of } : {}) };
  });
  return JSON.stringify({ seeds, events, effects, executions, faults, branches, violations, ...takeOverOf(report), seconds });
}

/** What a drill of the take-over asks: was anything done twice, and did two Regions lead? */
function takeOverOf({ takeOver, totals: { broken, faults } }: Report) {
  if (!takeOver) return {};
  const seedsWith = (invariant: string): number =>
    broken.filter(({ violations }) => violations.some((one) => one.invariant === invariant)).length;
  const regionsLost = faults["region_lost"] ?? 0;
  return { takeOver: { regionsLost, duplicateEffects: seedsWith("no effect twice"), splitBrains: seedsWith("no split brain") } };
}

/** As a person reads it. */
export function toText(report: Report): string {
  const { totals, branches, prefixes, seconds, takeOver } = report;
  const { seeds, events, effects, steps, executions, faults, broken } = totals;
  const outcomes = Object.entries(executions).map(([outcome, value]) => `${count(value)} ${outcome}`);
  return [
    `${count(seeds)} seeds, ${count(steps)} steps, ${count(events)} events recorded, ${count(effects)} effects on the estate`,
    `executions: ${outcomes.join(", ")}`,
    "faults injected, and actions of operators:",
    ...Object.entries(faults).map(([kind, value]) => `  ${kind.padEnd(26)}${count(value).padStart(10)}`),
    `branches of the decider: ${branches.covered} of ${branches.total}`,
    ...(branches.missing.length === 0 ? [] : ["branches that did not run:", ...branches.missing.map((branch) => `  ${branch}`)]),
    ...prefixes.flatMap((prefix) => describePrefix(prefix, takeOver)),
    ...(broken.length > prefixes.length
      ? [
          `more seeds: ${broken
            .slice(prefixes.length)
            .map(({ seed }) => seed)
            .join(", ")}`,
        ]
      : []),
    ...Object.values(takeOverOf(report)).map((drill) => `take-over: ${JSON.stringify(drill)}`),
    `${count(broken.length)} violations in ${seconds} s`,
  ].join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}

function describePrefix({ seed, disturbances, of, violation }: Prefix, takeOver: boolean): readonly string[] {
  return [
    `VIOLATION in seed ${seed}: ${violation.invariant}`,
    `  ${violation.message}`,
    `  shown by the first ${disturbances} of ${of} faults and actions, after ${violation.step} steps:`,
    `  pnpm sim --replay ${seed}${takeOver ? " --takeover" : ""} --max-faults ${disturbances} --trace`,
  ];
}
