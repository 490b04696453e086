/** Whether a technology would act in a Region that this installation does not allow, or that nobody knows. */
import { didYouMean, nearestName, refusedRegions, regionsIn } from "@dr/events";
import type { DraftTask } from "./draft.ts";
import type { ProblemReport } from "./problems.ts";
import type { RegisteredOperation } from "./technology-registry.ts";

/** What of Regions is known. */
export interface Regions {
  /** In which tasks may act; undefined: in any. */
  readonly allowed: readonly string[] | undefined;
  /** That AWS has, as far as somebody says. */
  readonly known: readonly string[] | undefined;
}

/**
 * Reports (`plan.region_not_allowed`) Regions of a task's target, settings and ARNs that are not among those allowed, and warns (`plan.unknown_region`) of those that are not known: a new one is no
 * mistake, and one that is misspelt passes every rehearsal on a simulated estate.
 */
export function checkRegions(
  report: ProblemReport,
  { path, target, resources = {}, config = {} }: DraftTask,
  { operation, allowed, known }: Regions & { readonly operation: RegisteredOperation },
): void {
  const task = { target, resources, config };
  for (const { path: at, message, expected } of refusedRegions(operation, task, allowed))
    report.problem([...path, ...at], { code: "plan.region_not_allowed", message, expected });
  if (known === undefined || allowed !== undefined) return;
  for (const { path: at, region } of regionsIn(operation, task)) {
    if (known.includes(region)) continue;
    const nearest = report.hint(() => nearestName(region, known));
    const meant = nearest === "exhausted" ? undefined : nearest;
    report.warn([...path, ...at], {
      code: "plan.unknown_region",
      message: `AWS has no Region ${region}, as far as this version knows${didYouMean(meant)}`,
      expected: meant ?? "a Region of AWS",
    });
  }
}
