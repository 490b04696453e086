/** What can be asked of a plan. Every command carries `now` (ISO 8601, UTC). */
import type { Unresolved } from "@dr/events";
import type { CommandActor } from "../execution/commands.ts";
import type { Plan } from "./plan.ts";

interface ByActor {
  readonly now: string;
  readonly actor: CommandActor;
}

/** Saves a plan for the first time, or again after its deletion. Refused with `plan.already_exists`, unless the content is the same (no-op). */
export interface CreatePlan extends ByActor {
  readonly type: "CreatePlan";
  readonly plan: Plan;
  /** What it names and nobody found. */
  readonly unresolved?: readonly Unresolved[] | undefined;
}

/**
 * Saves a new version; the same content is a no-op, unless something else of it is unresolved now. Refused with `plan.not_found`, `plan.deleted`, or `plan.version_conflict` when
 * `expectedVersion` is not the current one.
 */
export interface UpdatePlan extends ByActor {
  readonly type: "UpdatePlan";
  readonly plan: Plan;
  readonly unresolved?: readonly Unresolved[] | undefined;
  readonly expectedVersion?: number | undefined;
}

/** Makes a plan unusable for new executions; its versions stay readable. A repeat is a no-op. Refused with `plan.not_found`, `plan.version_conflict`. */
export interface DeletePlan extends ByActor {
  readonly type: "DeletePlan";
  readonly expectedVersion?: number | undefined;
}

/** Any command to a plan. */
export type PlanCommand = CreatePlan | UpdatePlan | DeletePlan;
