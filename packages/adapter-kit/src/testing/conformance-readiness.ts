/** Conformance: what a run comes to the end of is ready before it. What a stage of its own would have made first is no obstacle to beginning. */
import type { TaskTarget } from "@dr/events";
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { sameEverywhere } from "../accounts/places.ts";
import { answerReadiness } from "../readiness-answer.ts";
import type { ConformanceSubject, Scenario } from "./scenario.ts";

const START = "2026-11-23T04:00:00.000Z";

/** Test: the question that a planner asks before a wave, answered in the world in which the scenario is done. */
export function readinessConformance<Clients>({ adapter }: ConformanceSubject<Clients>, scenario: Scenario<Clients>): void {
  test("is not refused by readiness for what it would do itself", async () => {
    const world = scenario.createWorld(createVirtualClock(START));
    const at = world.clientsAt ?? sameEverywhere(world.createClients((port) => port));
    const clientsAt = (target: TaskTarget | undefined): Clients => at(target, "readiness");
    const { operation, resources, config = {}, executionType = "recovery", mode = "planned" } = scenario;
    const answer = await answerReadiness(adapter, { clientsAt, now: START }, { operation, resources, config, executionType, mode });
    const lasting = answer.ok ? answer.value.checks.filter(({ severity, passing }) => severity === "block" && passing !== true) : answer;
    expect(lasting).toEqual([]);
  });
}
