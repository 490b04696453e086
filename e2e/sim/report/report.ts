/** What a run of many seeds says at its end. */
import type { BranchSummary } from "../coverage/summary.ts";
import { percentile, type ProofFigures } from "../proof/figures.ts";
import type { Drill } from "../run/scenario.ts";
import type { Prefix } from "../run/shortest-prefix.ts";
import type { Totals } from "../run/totals.ts";

/** Everything that is reported. */
export interface Report {
  /** What befell every seed. */
  readonly drill: Drill | undefined;
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
  return JSON.stringify({ seeds, events, effects, executions, faults, branches, violations, ...drillOf(report), seconds });
}

const P99_TAKE_OVER_MS = 30_000;

/** What a drill asks: was anything done twice, did two Regions lead, was anything lost, and how long did it take? Times are virtual seconds. */
function drillOf({ drill, totals: { broken, faults, proof } }: Report) {
  if (drill === undefined) return {};
  const seedsWith = (invariant: string): number =>
    broken.filter(({ violations }) => violations.some((one) => one.invariant === invariant)).length;
  const doubled = { duplicateEffects: seedsWith("no effect twice"), splitBrains: seedsWith("no split brain") };
  if (drill === "takeover") return { takeOver: { regionsLost: faults["region_lost"] ?? 0, ...doubled } };
  const { partitions, acknowledged, lost, takeOverMs, askedAgainMs, recoveryMs } = proof;
  const spread = (values: readonly number[]) => ({
    measured: values.length,
    p50: inSeconds(percentile(values, 0.5)),
    p99: inSeconds(percentile(values, 0.99)),
    max: inSeconds(percentile(values, 1)),
  });
  return {
    partitions: {
      partitions,
      ...doubled,
      acknowledged,
      lost,
      takeOver: spread(takeOverMs),
      askedAgain: spread(askedAgainMs),
      recovery: spread(recoveryMs),
    },
  };
}

/** False if the ninety-ninth take-over of a hundred took longer than it may; everything else is an invariant of each seed. */
export function keepsItsWord({ takeOverMs }: ProofFigures): boolean {
  return percentile(takeOverMs, 0.99) <= P99_TAKE_OVER_MS;
}

function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** As a person reads it. */
export function toText(report: Report): string {
  const { totals, branches, prefixes, seconds, drill } = report;
  const { seeds, events, effects, steps, executions, faults, broken } = totals;
  const outcomes = Object.entries(executions).map(([outcome, value]) => `${count(value)} ${outcome}`);
  return [
    `${count(seeds)} seeds, ${count(steps)} steps, ${count(events)} events recorded, ${count(effects)} effects on the estate`,
    `executions: ${outcomes.join(", ")}`,
    "faults injected, and actions of operators:",
    ...Object.entries(faults).map(([kind, value]) => `  ${kind.padEnd(26)}${count(value).padStart(10)}`),
    ...(branches.total === 0 ? [] : [`branches of the decider: ${branches.covered} of ${branches.total}`]),
    ...(branches.missing.length === 0 ? [] : ["branches that did not run:", ...branches.missing.map((branch) => `  ${branch}`)]),
    ...prefixes.flatMap((prefix) => describePrefix(prefix, drill)),
    ...(broken.length > prefixes.length
      ? [
          `more seeds: ${broken
            .slice(prefixes.length)
            .map(({ seed }) => seed)
            .join(", ")}`,
        ]
      : []),
    ...Object.entries(drillOf(report)).map(([name, figures]) => `${name}: ${JSON.stringify(figures)}`),
    `${count(broken.length)} violations in ${seconds} s`,
  ].join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}

function describePrefix({ seed, disturbances, of, violation }: Prefix, drill: Drill | undefined): readonly string[] {
  return [
    `VIOLATION in seed ${seed}: ${violation.invariant}`,
    `  ${violation.message}`,
    `  shown by the first ${disturbances} of ${of} faults and actions, after ${violation.step} steps:`,
    `  pnpm sim --replay ${seed}${drill ? ` --${drill}` : ""} --max-faults ${disturbances} --trace`,
  ];
}
