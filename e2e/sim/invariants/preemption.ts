/** Who gives way to whom: drills to recoveries, and to nobody else. */
import type { ExecutionModel } from "./execution-model.ts";
import type { Judge } from "./violation.ts";

/** Judges a cancel that makes room. */
export function judgePreemption(
  models: ReadonlyMap<string, ExecutionModel>,
  judge: Judge,
  { request }: ExecutionModel,
  { preemptedBy, label }: { readonly preemptedBy?: string | undefined; readonly label: string },
): void {
  if (preemptedBy === undefined) return;
  const by = models.get(`EXEC#${preemptedBy}`)?.request;
  judge.expect(request.executionType === "drill", "only a drill gives way", () => `${label} for ${preemptedBy}`);
  judge.expect(
    by?.executionType === "recovery" && by.preemptDrills !== false,
    "a drill gives way to a recovery that may ask for it",
    () => `${label} for ${preemptedBy}, a ${by?.executionType ?? "nobody"}`,
  );
}
