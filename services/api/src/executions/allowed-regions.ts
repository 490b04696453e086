/** A plan that was saved before a Region was taken off the list is not started: its tasks would be refused one by one. */
import type { PlanVersion } from "@dr/domain";
import { DrError, refusedRegions } from "@dr/events";
import { toPathText } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";

/** Throws `execution.region_not_allowed` with every place of the plan that names a Region which is not allowed. Where any is, nothing is read. */
export async function assertAllowedRegions(
  { about: { allowedRegions }, technologies }: Pick<ApiDeps, "about" | "technologies">,
  { waves }: Pick<PlanVersion, "waves">,
): Promise<void> {
  if (allowedRegions === undefined) return;
  const { registry } = await technologies.read();
  const errors = waves.flatMap(({ tasks }, wave) =>
    tasks.flatMap((task, at) => {
      // Of an operation that is gone nothing is known but where it would act; its adapter knows the rest.
      const operation = registry.get(task.type)?.operations.get(task.operation) ?? { resourcesSchema: {}, configSchema: {} };
      return refusedRegions(operation, task, allowedRegions).map(({ path, message, expected }) => ({
        path: toPathText(["waves", wave, "technologies", at, ...path]),
        code: "plan.region_not_allowed",
        message,
        expected,
      }));
    }),
  );
  const [first] = errors;
  if (!first) return;
  const hint =
    "save a version of the plan that names allowed Regions alone, or have whoever deploys the platform allow them (DR_ALLOWED_REGIONS)";
  throw new DrError("execution.region_not_allowed", `${first.path}: ${first.message}`, { details: { errors, hint } });
}
