/** Decides on plans: immutable numbered versions, written slice by slice and sealed last. */
import { DrError, type DomainEvent, type WaveSpec } from "@dr/events";
import type { Decider } from "../decider.ts";
import type { PlanCommand, UpdatePlan } from "./commands.ts";
import { countTasks, planHash } from "./plan.ts";
import { pointOfNoReturn } from "./point-of-no-return.ts";
import { joinWaves, sliceWaves } from "./slices.ts";
import { initialPlanState, pendingKey, planVersion, type PlanState } from "./state.ts";
import { isNews, keepUnresolved, unresolvedIn } from "./unresolved.ts";

/** Pure decider over a `PLAN#<planId>` stream. `evolve` passes over events of other kinds. */
export const planDecider: Decider<PlanState, PlanCommand> = { initialState: initialPlanState, decide, evolve };

function decide(state: PlanState, command: PlanCommand): readonly DomainEvent[] {
  switch (command.type) {
    case "CreatePlan": {
      const hash = planHash(command.plan);
      if (!state.exists || state.deleted) return newVersion("PlanCreated", state, { ...command, hash });
      if (hash === planVersion(state)?.planHash) return [];
      const planId = command.plan.header.planId;
      throw new DrError(
        "plan.already_exists",
        `plan ${planId} exists already, in version ${state.currentVersion}; PUT saves a new version`,
        { details: { planId, currentVersion: state.currentVersion } },
      );
    }
    case "UpdatePlan": {
      assertUsable(state, command.expectedVersion);
      if (state.deleted) throw new DrError("plan.deleted", "the plan is deleted; POST creates it again");
      const hash = planHash(command.plan);
      const current = planVersion(state);
      const isSame = hash === current?.planHash && !(command.unresolved && isNews(current, command.unresolved));
      return isSame ? [] : newVersion("PlanUpdated", state, { ...command, hash });
    }
    case "DeletePlan": {
      assertUsable(state, command.expectedVersion);
      return state.deleted ? [] : [{ type: "PlanDeleted", data: { version: state.currentVersion }, at: command.now }];
    }
  }
}

function assertUsable(state: PlanState, expectedVersion: number | undefined): void {
  if (!state.exists) throw new DrError("plan.not_found", "there is no such plan");
  if (expectedVersion === undefined || expectedVersion === state.currentVersion) return;
  throw new DrError("plan.version_conflict", `the plan is at version ${state.currentVersion}, not ${expectedVersion}`, {
    details: { currentVersion: state.currentVersion, expectedVersion },
  });
}

/**
 * The slices of the next version and its seal. A plan too large for one commit is written in several, slices first; a repeat after a crash writes
 * only the slices that are not there yet.
 */
function newVersion(
  type: "PlanCreated" | "PlanUpdated",
  state: PlanState,
  { plan, hash, now, unresolved = [] }: Pick<UpdatePlan, "plan" | "now" | "unresolved"> & { readonly hash: string },
): readonly DomainEvent[] {
  const version = state.currentVersion + 1;
  const written = state.pending[pendingKey(version, hash)] ?? {};
  const slices = sliceWaves(plan.waves).map((waves, index) => ({ version, planHash: hash, part: index + 1, waves: [...waves] }));
  const missing = slices.filter(({ part }) => !(part in written)).map((data) => ({ type: "PlanWavesAdded" as const, data, at: now }));
  const data = {
    version,
    header: plan.header,
    planHash: hash,
    parts: slices.length,
    waveCount: plan.waves.length,
    taskCount: countTasks(plan.waves),
    pointOfNoReturn: pointOfNoReturn(plan),
    ...keepUnresolved(unresolved),
  };
  return [...missing, { type, data, at: now }];
}

function evolve(state: PlanState, event: DomainEvent): PlanState {
  if (event.type === "PlanWavesAdded") return addSlice(state, event.data);
  if (event.type === "PlanCreated" || event.type === "PlanUpdated") return addVersion(state, event);
  if (event.type === "PlanDeleted") return { ...state, deleted: true, deletedAt: event.at };
  return state;
}

function addSlice(state: PlanState, { version, planHash: hash, part, waves }: DomainEvent<"PlanWavesAdded">["data"]): PlanState {
  const key = pendingKey(version, hash);
  return { ...state, pending: { ...state.pending, [key]: { ...state.pending[key], [part]: waves } } };
}

function addVersion(state: PlanState, { data, at }: DomainEvent<"PlanCreated"> | DomainEvent<"PlanUpdated">): PlanState {
  const { version, header, planHash: hash, waveCount, taskCount, pointOfNoReturn: point } = data;
  const slices = state.pending[pendingKey(version, hash)] ?? {};
  const parts: (readonly WaveSpec[])[] = [];
  for (let part = 1; part <= data.parts; part += 1) {
    const waves = slices[part];
    if (!waves)
      throw new DrError("plan.incomplete_version", `version ${version} of plan ${header.planId} lacks part ${part} of ${data.parts}`);
    parts.push(waves);
  }
  const sealed = {
    version,
    header,
    planHash: hash,
    waves: joinWaves(parts),
    waveCount,
    taskCount,
    pointOfNoReturn: point,
    createdAt: at,
    ...unresolvedIn(data),
  };
  return {
    exists: true,
    deleted: false,
    currentVersion: version,
    versions: { ...state.versions, [version]: sealed },
    pending: {},
    deletedAt: null,
  };
}
