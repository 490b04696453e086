/** What is done to the estate: never twice, never unasked, never on a resource of somebody else. */
import type { JobKind, ResourceView } from "../world/estate.ts";
import { plainName } from "../world/spelling.ts";
import type { ExecutionModel } from "./execution-model.ts";
import type { Judge } from "./violation.ts";

/** An act as the estate accepts it, and the resource before it. */
export interface Act {
  readonly resource: string;
  readonly kind: JobKind;
  readonly operationId: string;
  readonly before: ResourceView;
}

/** Judges an act. */
export function judgeAct(judge: Judge, models: Iterable<ExecutionModel>, { resource, kind, operationId, before }: Act): void {
  const label = `${kind} on ${resource}`;
  const running = before.jobs.filter(({ state }) => state === "running");
  judge.expect(running.length === 0, "no effect twice", () => `${label} while ${running.map(({ id }) => id).join(", ")} runs`);
  const isReplacing = before.moved && kind === "forward";
  judge.expect(!isReplacing, "no live instance is replaced", () => `${label}, which was launched or moved already`);
  judge.expect(before.moved || kind === "forward", "no effect twice", () => `${label}, which was taken back already`);

  const all = [...models];
  const owner = all.find((model) => model.operations.has(operationId));
  const asked = owner?.operations.get(operationId);
  judge.expect(asked !== undefined, "no effect that was not asked for", () => `${label} by operation ${operationId}`);
  if (!owner || !asked) return;
  judge.expect(
    (asked.phase === "execute") === (kind === "forward"),
    "an effect of the phase that was asked for",
    () => `${label} for ${asked.phase}`,
  );
  if (asked.isForged === true) return;
  const rival = all.find((model) => model !== owner && model.status === "running" && usesResource(model, resource));
  judge.expect(
    rival === undefined,
    "one execution at a time on a resource",
    () => `${label} by ${owner.executionId}, which ${rival?.executionId} is using`,
  );
}

function usesResource(model: ExecutionModel, resource: string): boolean {
  return [...model.tasks.values()].some((task) =>
    (task.spec.resources["names"] as readonly string[]).some((name) => plainName(name) === resource),
  );
}
