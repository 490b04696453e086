/** Whether a technology would act in a Region that this installation does not allow. */
import { refusedRegions } from "@dr/events";
import type { DraftTask } from "./draft.ts";
import type { ProblemReport } from "./problems.ts";
import type { RegisteredOperation } from "./technology-registry.ts";

/** Reports (`plan.region_not_allowed`) Regions of a task's target, settings and ARNs that are not among those allowed. */
export function checkRegions(
  report: ProblemReport,
  { path, target, resources = {}, config = {} }: DraftTask,
  { operation, allowed }: { readonly operation: RegisteredOperation; readonly allowed: readonly string[] | undefined },
): void {
  for (const { path: at, message, expected } of refusedRegions(operation, { target, resources, config }, allowed))
    report.problem([...path, ...at], { code: "plan.region_not_allowed", message, expected });
}
