/** What must never happen, and where it is reported when it did. */

/** A broken invariant. `step` is the number of the event after which it showed. */
export interface Violation {
  readonly invariant: string;
  readonly message: string;
  readonly step: number;
}

/** Collects violations; the first one ends the run. */
export interface Judge {
  readonly report: (invariant: string, message: string) => void;
  /** Reports unless `holds`. The message is made only when it is needed. */
  readonly expect: (holds: boolean, invariant: string, message: () => string) => void;
  readonly violations: () => readonly Violation[];
}

/** More of them say nothing new. */
const MAX_VIOLATIONS = 20;

/** A judge; `steps` tells how far the run is. */
export function createJudge(steps: () => number): Judge {
  const violations: Violation[] = [];
  const report = (invariant: string, message: string): void => {
    if (violations.length < MAX_VIOLATIONS) violations.push({ invariant, message, step: steps() });
  };
  return {
    report,
    expect: (holds, invariant, message) => {
      if (!holds) report(invariant, message());
    },
    violations: () => violations,
  };
}
