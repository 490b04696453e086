import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFrom, planOf, registry, wave } from "../../test/plans.ts";
import { technologyEntries } from "../../test/technologies.ts";
import { canonicalJson } from "@dr/events";
import { toPlanDocument } from "./document.ts";
import { findCycles, waveGraph } from "./graph.ts";
import { parsePlan } from "./parse-plan.ts";
import { parseTechnologyEntry, toTechnologyRegistry } from "./technology-registry.ts";
import { manifestHash, planHash } from "./plan.ts";
import { pointOfNoReturn } from "./point-of-no-return.ts";

describe("hashes", () => {
  test("canonical JSON sorts keys, keeps lists, drops what is undefined", () => {
    expect(canonicalJson({ b: [2, 1, { z: null, a: "é" }], a: undefined, A: true })).toBe('{"A":true,"b":[2,1,{"a":"é","z":null}]}');
  });

  test("a known plan has a known hash: a change here breaks every stored approval", () => {
    const { plan } = planFrom(planOf(wave(1)));
    expect(planHash(plan)).toBe("507a27e7370fb3d40e2e1912b0347b2aaf78fe142a7aaa4e3be7e35622ccddea");
    expect(manifestHash(plan.waves)).toBe("130bcc38e552dae9e3e925ff4f7eaab31ac5ed7893a457b8f5b1afe8789bf046");
  });
});

test("what is known of an operation from its registry is none of the plan's, and does not come back with it", () => {
  const defaults = { timeoutSeconds: 60, heartbeatSeconds: 30, expectedSeconds: 20 };
  const entries = technologyEntries.map((entry) => {
    const { operations, ...rest } = parseTechnologyEntry(entry);
    return { ...rest, answersReadiness: true, operations: operations.map((operation) => ({ ...operation, defaults })) };
  });
  const options = { registry: toTechnologyRegistry(entries) };
  const { plan } = planFrom(planOf(wave(1)), options);
  const again = planFrom(JSON.stringify(toPlanDocument(plan)), options);
  expect([again.plan, again.warnings]).toEqual([plan, []]);
  expect(plan.waves[0]?.tasks[0]).toMatchObject({ expectedSeconds: 20, answersReadiness: true });
});

test("a plan says whether its recovery may have drills cancelled, and is asked for nothing by default", () => {
  const headerOf = (more: object) => planFrom({ ...planOf(wave(1)), ...more }).plan.header;
  expect(["preemptDrills" in headerOf({}), headerOf({ preemptDrills: false }).preemptDrills]).toEqual([false, false]);
  const { plan } = planFrom({ ...planOf(wave(1)), preemptDrills: false });
  expect(planFrom(JSON.stringify(toPlanDocument(plan))).plan).toEqual(plan);
});

describe("the wave graph", () => {
  test("every wave stands after its dependencies, ties by number", () => {
    const graph = waveGraph([
      { waveNumber: 5, dependencies: [] },
      { waveNumber: 1, dependencies: [5] },
      { waveNumber: 2, dependencies: [] },
      { waveNumber: 3, dependencies: [1, 2] },
    ]);
    expect(graph.order).toEqual([2, 5, 1, 3]);
    expect(graph.dependentsOf(5)).toEqual([1]);
    expect(graph.dependentsOf(3)).toEqual([]);
  });

  test("cycles are found in any graph that has one, and only there", () => {
    const edges = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d", "e"),
      fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(edges, (graph) => {
        const map = new Map(
          Object.entries(graph).map(([id, targets]) => [id, targets.filter((target) => target !== id && target in graph)]),
        );
        const cycles = findCycles(map);
        for (const cycle of cycles) {
          expect(cycle.at(-1)).toBe(cycle[0]);
          for (const [index, id] of cycle.slice(0, -1).entries()) expect(map.get(id)).toContain(cycle[index + 1]);
        }
        expect(cycles.length > 0).toBe(hasCycle(map));
      }),
    );
  });

  test("a chain of 50,000 waves does not overflow the stack", () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, index) => [index, [(index + 1) % 50_000]]));
    expect(findCycles(chain).map((cycle) => cycle.length)).toEqual([50_001]);
  });
});

/** Peels off what waits for nothing until nothing more comes off. */
function hasCycle(edges: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(edges);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [id, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(id);
  }
  return left.size > 0;
}

describe("the point of no return", () => {
  const promote = { technologies: [{ type: "database", operation: "promote", resources: { replicas: ["r"] } }] };

  test("is the first irreversible task in the order of execution, not in the order of numbers", () => {
    const { plan } = planFrom(planOf(wave(1, { dependencies: [3], ...promote }), wave(2), wave(3, promote)));
    expect(pointOfNoReturn(plan)).toEqual({ waveNumber: 3, taskId: "w3-database" });
  });

  test("is null when every effect can be taken back", () => {
    expect(pointOfNoReturn(planFrom(planOf(wave(1))).plan)).toBeNull();
  });
});

describe("any plan", () => {
  const waves = fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      dependsBack: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
      more: fc.record(
        {
          name: fc.string({ minLength: 1, maxLength: 9 }),
          pauseBeforeWave: fc.boolean(),
          pauseAfterWave: fc.boolean(),
          onFailure: fc.constantFrom("fail", "pause", "continue", "rollback"),
          approval: fc.record(
            { minApprovals: fc.integer({ min: 1, max: 3 }), onDecline: fc.constantFrom("cancel", "pause") },
            { requiredKeys: [] },
          ),
          pause: fc.record({ onExpiry: fc.constantFrom("fail", "cancel", "continue") }),
          retry: fc.record({ maxAttempts: fc.integer({ min: 1, max: 20 }) }),
          timeoutSeconds: fc.integer({ min: 1, max: 99 }),
        },
        { requiredKeys: [] },
      ),
      manual: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const sources = waves.map((specs) =>
    planOf(
      ...specs.map(({ count, dependsBack, more, manual }, index) =>
        wave(index + 1, {
          dependencies: dependsBack.filter((dependency) => dependency <= index),
          technologies: Array.from({ length: count }, (_, task) => ({
            type: "database",
            operation: "failover",
            resources: { clusters: [`c${index}-${task}`] },
            validation: { requireManualApproval: manual },
          })),
          ...more,
        }),
      ),
    ),
  );

  test("normalising what is normal changes nothing: a plan read back from its document is the same plan", () => {
    fc.assert(
      fc.property(sources, (source) => {
        const { plan } = planFrom(source);
        const again = planFrom(JSON.stringify(toPlanDocument(plan)));
        expect(again.plan).toEqual(plan);
        // A gate that opens by itself stays one, however it is written; a plan-wide approval comes back on each wave.
        const stays = ["plan.approval_expires_open", "plan.approval_idle"];
        expect(again.warnings.filter(({ code }) => !stays.includes(code))).toEqual([]);
      }),
    );
  });

  test("the order of keys never matters, nor the order of waves", () => {
    fc.assert(
      fc.property(sources, fc.infiniteStream(fc.nat()), (source, numbers) => {
        const shuffled = shuffleKeys(source, numbers) as { waves: unknown[] };
        const result = parsePlan({ ...shuffled, waves: shuffled.waves.toReversed() }, { registry });
        expect(result.ok && planHash(result.plan)).toBe(planHash(planFrom(source).plan));
      }),
    );
  });
});

function shuffleKeys(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, numbers));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => ({
    key,
    member: shuffleKeys(member, numbers),
    rank: Number(numbers.next().value),
  }));
  return Object.fromEntries(entries.toSorted((a, b) => a.rank - b.rank).map(({ key, member }) => [key, member]));
}
