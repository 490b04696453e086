// Given how many people there are, then: a gate is called unreachable exactly if no assignment of approvals could open it.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { WaveSpec } from "@dr/events";
import * as say from "../../test/execution.ts";
import { unreachableGates, type KnownPeople } from "./unreachable-gates.ts";

const gate = (
  approverRoles: string[],
  minApprovals: number,
  more: Partial<WaveSpec> = {},
  onExpiry: "fail" | "continue" = "fail",
): WaveSpec =>
  say.wave(1, ["a"], {
    pauseBeforeWave: true,
    pause: { maxPauseSeconds: 60, onExpiry, approval: { minApprovals, approverRoles, onDecline: "cancel" } },
    ...more,
  });
const two: KnownPeople = { peopleIn: () => 2 };
const by = (person: string | null, ...roles: string[]): KnownPeople => ({ ...two, requester: { person, roles } });

test.each([
  ["two of one role, asked for by another", ["DRSOperator"], 2, by("kim", "DRSPlanManager"), true],
  ["two of one role, asked for by one of them", ["DRSOperator"], 2, by("kim", "DRSOperator"), false],
  ["the same, by the role's other name", ["DRSOperator"], 2, by("kim", "DROperator"), false],
  ["one role under two names is one", ["DRSOperator", "DROperator"], 3, two, false],
  ["three of two roles", ["DRSOperator", "DRSRecoveryManager"], 3, by("kim", "DRSOperator"), true],
  ["four of two roles, asked for by one of them", ["DRSOperator", "DRSRecoveryManager"], 4, by("kim", "DRSOperator"), false],
  ["more than there are", ["DRSOperator"], 3, two, false],
  ["as many as nobody counts", ["DRSOperator"], 50, { peopleIn: () => undefined }, true],
  ["a requester whom nobody knows", ["DRSOperator"], 1, by(null, "DRSPlanManager"), false],
  ["a program asks", ["DRSOperator"], 2, by("machine:ci", "DRSPlanManager"), true],
] as const)("%s", (...[, roles, minimum, people, isReachable]) => {
  expect(unreachableGates([gate([...roles], minimum)], people).length).toBe(isReachable ? 0 : 1);
});

test("says how many could approve at most", () => {
  expect(unreachableGates([gate(["DRSOperator"], 2)], by("kim", "DRSOperator"))).toEqual([
    { waveNumber: 1, approverRoles: ["DRSOperator"], minApprovals: 2, possible: 1 },
  ]);
});

test("what opens by itself, or never holds anybody up, is reachable", () => {
  const none: KnownPeople = { peopleIn: () => 0 };
  expect(unreachableGates([gate(["DRSOperator"], 1, {}, "continue")], none)).toEqual([]);
  expect(unreachableGates([gate(["DRSOperator"], 1, { pauseBeforeWave: false })], none)).toEqual([]);
  expect(unreachableGates([gate(["DRSOperator"], 1, { pauseBeforeWave: false, pauseAfterWave: true })], none)).toHaveLength(1);
});

test("agrees with the counting of approvers one by one", () => {
  const names = ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSOperator"] as const;
  fc.assert(
    fc.property(
      fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
      fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      fc.integer({ min: 1, max: 8 }),
      fc.option(fc.constantFrom(...names, "DRSPlanManager"), { nil: undefined }),
      (counts, roles, minimum, requesterRole) => {
        const people = names.flatMap((role, index) =>
          Array.from({ length: counts[index] ?? 0 }, (_, nth) => ({ role, person: `${role}${nth}` })),
        );
        const requester = people.find(({ role }) => role === requesterRole);
        const approvers = people.filter((one) => roles.includes(one.role) && one.person !== requester?.person);
        const known: KnownPeople = {
          peopleIn: (role) => people.filter((one) => one.role === role).length,
          ...(requester ? { requester: { person: requester.person, roles: [requester.role] } } : {}),
        };
        expect(unreachableGates([gate(roles, minimum)], known).length === 0).toBe(approvers.length >= minimum);
      },
    ),
  );
});
