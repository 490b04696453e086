/** Decides on plans: immutable numbered versions, written slice by slice and sealed last. */
import { DrError, type DomainEvent, type WaveSpec } from "@dr/events";
import type { Decider } from "../decider.ts";
import type { PlanCommand } from "./commands.ts";
import { countTasks, planHash, type Plan } from "./plan.ts";
import { pointOfNoReturn } from "./point-of-no-return.ts";
import { joinWaves, sliceWaves } from "./slices.ts";
import { initialPlanState, pendingKey, planVersion, type PlanState } from "./state.ts";

/** Pure decider over a `PLAN#<planId>` stream. `evolve` passes over events of other kinds. */
export const planDecider: Decider<PlanState, PlanCommand> = { initialState: initialPlanState, decide, evolve };

function decide(state: PlanState, command: PlanCommand): readonly DomainEvent[] {
  switch (command.type) {
    case "CreatePlan": {
      const live = state.exists && !state.deleted;
      if (live && planHash(command.plan) === planVersion(state)?.planHash) return [];
      if (live) {
        const planId = command.plan.header.planId;
        throw new DrError(
          "plan.already_exists",
          `plan ${planId} exists already, in version ${state.currentVersion}; PUT saves a new version`,
        );
      }
      return [...missingSlices(state, command.plan, command.now), seal("PlanCreated", state, command.plan, command.now)];
    }
    case "UpdatePlan": {
      assertUsable(state, command.expectedVersion);
      if (state.deleted) throw new DrError("plan.deleted", "the plan is deleted; POST creates it again");
      if (planHash(command.plan) === planVersion(state)?.planHash) return [];
      return [...missingSlices(state, command.plan, command.now), seal("PlanUpdated", state, command.plan, command.now)];
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

/** A plan too large for one commit is written in several, slices first; a repeat after a crash writes only what is not there yet. */
function missingSlices(state: PlanState, plan: Plan, now: string): readonly DomainEvent<"PlanWavesAdded">[] {
  const version = state.currentVersion + 1;
  const hash = planHash(plan);
  const written = state.pending[pendingKey(version, hash)] ?? {};
  return sliceWaves(plan.waves).flatMap((waves, index) => {
    const part = index + 1;
    return part in written
      ? []
      : [{ type: "PlanWavesAdded" as const, data: { version, planHash: hash, part, waves: [...waves] }, at: now }];
  });
}

function seal(type: "PlanCreated" | "PlanUpdated", state: PlanState, plan: Plan, now: string): DomainEvent {
  const data = {
    version: state.currentVersion + 1,
    header: plan.header,
    planHash: planHash(plan),
    parts: sliceWaves(plan.waves).length,
    waveCount: plan.waves.length,
    taskCount: countTasks(plan.waves),
    pointOfNoReturn: pointOfNoReturn(plan),
  };
  return { type, data, at: now };
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
  const sealed = { version, header, planHash: hash, waves: joinWaves(parts), waveCount, taskCount, pointOfNoReturn: point, createdAt: at };
  return {
    exists: true,
    deleted: false,
    currentVersion: version,
    versions: { ...state.versions, [version]: sealed },
    pending: {},
    deletedAt: null,
  };
}
