// The measures themselves: what is late or lost is seen.
import { expect, it } from "vitest";
import type { Commit } from "@dr/event-log";
import type { ApiRequest } from "../components/api.ts";
import type { ExecutionModel } from "../invariants/execution-model.ts";
import { createJudge } from "../invariants/violation.ts";
import { percentile } from "./figures.ts";
import { createProof } from "./proof.ts";

function setUp() {
  const time = { ms: 0 };
  const judge = createJudge(() => 1);
  const task = { status: "outstanding" };
  const model = { status: "running", tasks: new Map([["t", task]]) } as unknown as ExecutionModel;
  const proof = createProof({ judge, nowMs: () => time.ms, models: new Map([["EXEC#e", model]]) });
  const commit = (streamId: string, type: string, epoch: number): Commit =>
    ({ streamId, epoch, events: [{ type, data: { epoch, region: "west" } }] }) as unknown as Commit;
  return {
    time,
    proof,
    task,
    lead: (epoch: number) => proof.onCommit(commit("LEAD#platform", "LeadershipTaken", epoch)),
    led: (epoch: number) => proof.onCommit(commit("EXEC#e", "LeadershipTaken", epoch)),
    record: (type: string) => proof.onCommit(commit("EXEC#e", type, 0)),
    broken: () => (proof.judge(), judge.violations().map(({ invariant, message }) => `${invariant}: ${message}`)),
  };
}

it("measures a take-over from the loss to the last execution, and until what was asked for is asked for again", () => {
  const { time, proof, lead, led } = setUp();
  proof.onCut(true);
  time.ms = 11_000;
  lead(1);
  time.ms = 12_000;
  led(1);
  time.ms = 15_000;
  proof.onHandled("e", "t", 0);
  proof.onHandled("e", "t", 1);
  expect(proof.figures()).toMatchObject({ partitions: 1, takeOverMs: [12_000], askedAgainMs: [15_000], recoveryMs: [] });
});

it.each([
  [20_000, []],
  [20_001, ["everything goes on soon after healing: after 20001 ms"]],
])("holds the recovery against its limit: %d ms", (ms, broken) => {
  const world = setUp();
  world.proof.onHeal(true);
  world.lead(1);
  world.led(1);
  world.time.ms = ms;
  world.proof.onHandled("e", "t", 1);
  expect(world.broken()).toEqual(broken);
});

it("names what never went on", () => {
  const world = setUp();
  world.proof.onHeal(true);
  expect(world.broken()).toEqual(["everything goes on soon after healing: EXEC#e is not led"]);
  world.lead(1);
  world.led(1);
  expect(world.broken().at(-1)).toBe("everything goes on soon after healing: EXEC#e waits for t");
});

it("counts an acknowledged command that is not in the log as lost", () => {
  const { proof, record, broken } = setUp();
  const pause: ApiRequest = { route: "PUT /api/v1/executions/{executionId}/pause", params: { executionId: "e" }, role: "r", person: "p" };
  proof.onAcknowledged(pause, {});
  record("ExecutionPauseRequested");
  proof.onAcknowledged(pause, {});
  expect([proof.figures().acknowledged, proof.figures().lost]).toEqual([2, 1]);
  expect(broken()[0]).toContain("no acknowledged command is lost: PUT /api/v1/executions/{executionId}/pause: EXEC#e has no");
});

it("takes the value that a share of all stay within", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1), percentile([], 0.99)]).toEqual([50, 99, 100, 0]);
});
