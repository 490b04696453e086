/** What a run of many seeds says at its end. */
import type { BranchSummary } from "../coverage/summary.ts";
import type { Prefix } from "../run/shortest-prefix.ts";
import type { Totals } from "../run/totals.ts";

/** Everything that is reported. */
export interface Report {
  readonly totals: Totals;
  readonly branches: BranchSummary;
  readonly prefixes: readonly Prefix[];
  readonly seconds: number;
}

/** As a program reads it. */
export function toJson({ totals, branches, prefixes, seconds }: Report): string {
  const { seeds, events, effects, executions, faults, broken } = totals;
  const violations = broken.map(({ seed, violations: [first] }) => {
    const prefix = prefixes.find((one) => one.seed === seed);
    return { seed, ...(prefix?.violation ?? first), ...(prefix ? { prefix: prefix.disturbances, of: prefix.of } : {}) };
  });
  return JSON.stringify({ seeds, events, effects, executions, faults, branches, violations, seconds });
}

/** As a person reads it. `flags` are those of the run, for the command that replays a seed. */
export function toText({ totals, branches, prefixes, seconds }: Report, flags: string): string {
  const { seeds, events, effects, steps, executions, faults, broken } = totals;
  const count = (value: number): string => value.toLocaleString("en-GB");
  const faultLines = Object.entries(faults).map(([kind, value]) => `  ${kind.padEnd(26)}${count(value).padStart(10)}`);
  const missing = branches.missing.length === 0 ? [] : ["branches that did not run:", ...branches.missing.map((branch) => `  ${branch}`)];
  return [
    `${count(seeds)} seeds, ${count(steps)} steps, ${count(events)} events recorded, ${count(effects)} effects on the estate`,
    `executions: ${Object.entries(executions)
      .map(([outcome, value]) => `${count(value)} ${outcome}`)
      .join(", ")}`,
    "faults injected, and actions of operators:",
    ...faultLines,
    `branches of the decider: ${branches.covered} of ${branches.total}`,
    ...missing,
    ...prefixes.flatMap((prefix) => describePrefix(prefix, flags)),
    ...(broken.length > prefixes.length
      ? [
          `and ${broken.length - prefixes.length} more seeds: ${broken
            .slice(prefixes.length)
            .map(({ seed }) => seed)
            .join(", ")}`,
        ]
      : []),
    `${count(broken.length)} violations in ${seconds} s`,
  ].join("\n");
}

function describePrefix({ seed, disturbances, of, violation }: Prefix, flags: string): readonly string[] {
  return [
    `VIOLATION in seed ${seed}: ${violation.invariant}`,
    `  ${violation.message}`,
    `  shown by the first ${disturbances} of ${of} faults and actions, after ${violation.step} steps:`,
    `  pnpm sim --replay ${seed}${flags} --max-faults ${disturbances} --trace`,
  ];
}
