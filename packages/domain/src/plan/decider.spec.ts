import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DomainEvent } from "@dr/events";
import { planFrom, planOf, wave } from "../../test/plans.ts";
import type { PlanCommand } from "./commands.ts";
import { planDecider } from "./decider.ts";
import { planHash, type Plan } from "./plan.ts";
import { byteLength, joinWaves, sliceWaves } from "./slices.ts";
import { planVersion, type PlanState } from "./state.ts";

const actor = { principal: "arn:aws:sts::123456789012:assumed-role/DRPlanManager/kim", role: "DRPlanManager" };
const now = "2026-11-23T04:00:00.000Z";
const plan = planFrom(planOf(wave(1))).plan;
const changed = planFrom(planOf(wave(1), wave(2, { dependencies: [1] }))).plan;
/** 300 waves with long names: some twenty slices. */
const large = planFrom(planOf(...Array.from({ length: 300 }, (_, index) => wave(index + 1, { name: `Wave ${"x".repeat(200)}` })))).plan;

const create = (saved: Plan = plan): PlanCommand => ({ type: "CreatePlan", plan: saved, now, actor });
const update = (saved: Plan, expectedVersion?: number): PlanCommand => ({ type: "UpdatePlan", plan: saved, now, actor, expectedVersion });
const remove: PlanCommand = { type: "DeletePlan", now, actor };

/** Runs commands one after the other; decide runs twice and the state is frozen, so that an impure decider shows. */
function run(...commands: PlanCommand[]): { state: PlanState; events: readonly DomainEvent[] } {
  let state = planDecider.initialState;
  let events: readonly DomainEvent[] = [];
  for (const command of commands) {
    events = planDecider.decide(deepFreeze(state), command);
    expect(planDecider.decide(state, command)).toEqual(events);
    state = fold(state, events);
  }
  return { state, events };
}
const fold = (state: PlanState, events: readonly DomainEvent[]): PlanState =>
  events.reduce((next, event) => planDecider.evolve(deepFreeze(next), event), state);
const deepFreeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};
const codeOf = (...commands: PlanCommand[]): unknown => {
  try {
    run(...commands);
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const typesOf = (events: readonly DomainEvent[]): string[] => events.map((event) => event.type);

describe("creating", () => {
  test("a small plan is one slice and its seal", () => {
    const hash = planHash(plan);
    expect(run(create()).events).toEqual([
      { type: "PlanWavesAdded", data: { version: 1, planHash: hash, part: 1, waves: plan.waves }, at: now },
      {
        type: "PlanCreated",
        data: { version: 1, header: plan.header, planHash: hash, parts: 1, waveCount: 1, taskCount: 1, pointOfNoReturn: null },
        at: now,
      },
    ]);
    expect(planVersion(run(create()).state)).toEqual({
      version: 1,
      header: plan.header,
      planHash: hash,
      waves: plan.waves,
      waveCount: 1,
      taskCount: 1,
      pointOfNoReturn: null,
      createdAt: now,
    });
  });

  test("the same plan again is a no-op, another one is refused", () => {
    expect(run(create(), create()).events).toEqual([]);
    expect(codeOf(create(), create(changed))).toBe("plan.already_exists");
  });

  test("after its deletion a plan is created again, as the next version", () => {
    const { state, events } = run(create(), remove, create());
    expect(typesOf(events)).toEqual(["PlanWavesAdded", "PlanCreated"]);
    expect([state.deleted, state.currentVersion, Object.keys(state.versions)]).toEqual([false, 2, ["1", "2"]]);
  });
});

describe("updating", () => {
  test("a changed plan is the next version; the one before stays", () => {
    const { state, events } = run(create(), update(changed, 1));
    expect(typesOf(events)).toEqual(["PlanWavesAdded", "PlanUpdated"]);
    expect([planVersion(state, 1)?.waves, planVersion(state, 2)?.waves, state.currentVersion]).toEqual([plan.waves, changed.waves, 2]);
  });

  test("the same content makes no version, even with the version expected", () => {
    expect(run(create(), update(plan, 1)).events).toEqual([]);
  });

  test("refusals", () => {
    expect(codeOf(update(plan))).toBe("plan.not_found");
    expect(codeOf(create(), update(changed, 2))).toBe("plan.version_conflict");
    expect(codeOf(create(), remove, update(changed))).toBe("plan.deleted");
  });
});

describe("deleting", () => {
  test("once, and then no more; versions stay readable", () => {
    const { state, events } = run(create(), remove);
    expect(events).toEqual([{ type: "PlanDeleted", data: { version: 1 }, at: now }]);
    expect([state.deleted, planVersion(state)?.waves]).toEqual([true, plan.waves]);
    expect(run(create(), remove, remove).events).toEqual([]);
  });

  test("refusals", () => {
    expect(codeOf(remove)).toBe("plan.not_found");
    expect(codeOf(create(), { ...remove, expectedVersion: 3 })).toBe("plan.version_conflict");
  });
});

describe("large plans", () => {
  const other = planFrom(planOf(...Array.from({ length: 300 }, (_, index) => wave(index + 1, { name: `Other ${"y".repeat(200)}` })))).plan;
  /** A state in which a write of `saved` crashed after so many slices. */
  const crashed = (saved: Plan, count: number, before = planDecider.initialState): PlanState =>
    fold(before, planDecider.decide(before, create(saved)).slice(0, count));

  test("every event stays below 16 KB", () => {
    const { events } = run(create(large));
    expect(events.length).toBeGreaterThan(10);
    expect(events.filter((event) => byteLength(event.data) > 16_000)).toEqual([]);
  });

  test("slices show only once they are sealed, and are not written again", () => {
    const state = crashed(large, 5);
    expect([state.exists, state.currentVersion, planVersion(state)]).toEqual([false, 0, undefined]);
    const events = planDecider.decide(state, create(large));
    expect(events).toHaveLength(sliceWaves(large.waves).length - 5 + 1);
    expect(planVersion(fold(state, events))?.waves).toEqual(large.waves);
  });

  test("slices of a write that crashed do not leak into another plan, nor those of two writers at once", () => {
    const state = crashed(large, 8, crashed(other, 6, crashed(large, 4)));
    const sealed = fold(state, planDecider.decide(state, create(large)));
    expect([planVersion(sealed)?.waves, sealed.pending]).toEqual([large.waves, {}]);
    expect(planVersion(fold(state, planDecider.decide(state, create(changed))))?.waves).toEqual(changed.waves);
  });

  test("a seal without all its slices is a broken stream", () => {
    const events = planDecider
      .decide(planDecider.initialState, create(large))
      .filter((event) => !(event.type === "PlanWavesAdded" && event.data.part === 2));
    expect(() => fold(planDecider.initialState, events)).toThrow("lacks part 2");
  });

  test("any waves survive being cut and joined, at any size of slice", () => {
    const technologies = (count: number, wave: number): object[] =>
      Array.from({ length: count }, (_, index) => ({
        type: "database",
        operation: "failover",
        resources: { clusters: [`c${wave}-${index}`] },
      }));
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 6000 }),
        (counts, maxBytes) => {
          const { waves } = planFrom(
            planOf(...counts.map((count, index) => wave(index + 1, { technologies: technologies(count, index) }))),
          ).plan;
          const slices = sliceWaves(waves, maxBytes);
          expect(joinWaves(slices)).toEqual(waves);
          expect(slices.filter((slice) => byteLength(slice) > maxBytes && slice.flatMap((piece) => piece.tasks).length > 1)).toEqual([]);
        },
      ),
    );
  });
});
