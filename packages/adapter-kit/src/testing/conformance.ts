/** What every adapter has to stand: the same suite for all of them, run on the adapter's own stateful fake. */
import { describe } from "vitest";
import { declaredConformance } from "./conformance-declared.ts";
import { faultConformance } from "./conformance-faults.ts";
import { inputConformance } from "./conformance-input.ts";
import { inverseConformance } from "./conformance-inverses.ts";
import { modeConformance } from "./conformance-modes.ts";
import { readinessConformance } from "./conformance-readiness.ts";
import { redriveConformance } from "./conformance-redrive.ts";
import { requestConformance } from "./conformance-requests.ts";
import { timeConformance } from "./conformance-time.ts";
import { createHarness, type Hardship, type Harness } from "./harness.ts";
import type { ConformanceSubject } from "./scenario.ts";

/** Runs the suite: each effect exactly once and the true outcome reported, whatever happens on the way. */
export function adapterConformance<Clients>(subject: ConformanceSubject<Clients>): void {
  describe.each(subject.scenarios)("$name", (scenario) => {
    const start = (hardship?: Hardship): Harness<Clients> => createHarness(subject, scenario, hardship);
    requestConformance(start, scenario);
    faultConformance(start, scenario);
    timeConformance(start, scenario);
    modeConformance(subject, scenario);
    readinessConformance(subject, scenario);
    inverseConformance(start, scenario);
    redriveConformance(start, scenario);
    declaredConformance(start, scenario, subject);
  });
  inputConformance(subject);
}
