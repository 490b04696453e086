/** How an execution comes to run: requested, planned, queued or started. */
import { expect, test } from "vitest";
import {
  ann,
  at,
  cancel,
  event,
  failure,
  given,
  kim,
  MANIFEST_HASH,
  pause,
  plan,
  request,
  running,
  task,
  tick,
  wave,
  waveStarted,
} from "../../../test/execution.ts";
import type { ExecutionCommand } from "../commands.ts";
import { toNextView } from "../next/next-view.ts";

const waves = [wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })];
const admit: ExecutionCommand = { type: "AdmitExecution", now: at(60) };
const reject: ExecutionCommand = { type: "RejectPlanning", now: at(1), failure: failure({ code: "plan.no_resources", message: "none" }) };
const planned = [
  event(0, "WavesPlanned", { part: 1, waves }),
  event(0, "ExecutionPlanned", { parts: 1, waveCount: 2, taskCount: 3, manifestHash: MANIFEST_HASH }),
];

test("a request is recorded together with who made it", () => {
  const { state } = given().after(request({ tags: { ticket: "CHG-1" } }));
  expect(state).toMatchObject({
    status: "planning",
    request: { requestedBy: kim.principal, tags: { ticket: "CHG-1" } },
    requestedAt: at(0),
  });
});

test("the same request twice is one execution; another request under the same id is refused", () => {
  const requested = given().after(request());
  requested.when({ ...request(), now: at(9) }).thenNothing();
  requested.when(request({ mode: "unplanned" })).thenThrows("execution.already_exists", { status: "planning" });
  requested.when({ ...request(), actor: ann } as ExecutionCommand).thenThrows("execution.already_exists");
});

test("planning freezes the waves, starts the execution and its first wave in one decision", () => {
  given()
    .after(request())
    .when(plan(waves))
    .thenEvents(...planned, event(0, "ExecutionStarted", {}), waveStarted(0, 1, ["a", "b"]));
});

test("a recovery may wait for resources that drills give up; it fails if somebody else has them for good", () => {
  const reason = "drill exec-0 has rds-cluster orders; a drill is cancelled for a recovery";
  const waits = { ...plan(waves, false), waitsFor: { resources: true, reason } } as ExecutionCommand;
  const { state } = given().after(request(), waits);
  expect(state).toMatchObject({ status: "queued", queue: { reason, since: at(0), waitingFor: "resources" } });
  expect(toNextView(state, at(1))).toMatchObject({ waitingFor: "resources", why: reason, since: at(0) });
  const { state: refused } = given().after(request(), waits, reject);
  expect(refused).toMatchObject({ status: "failed", queue: null, failure: { code: "plan.no_resources" }, startedAt: null });
  running(waves).when(reject).thenNothing();
});

test.each([
  ["production", { environment: "production" }],
  ["../../secrets", {}],
  ["", {}],
])("adapters are told the environment that the tag names: %j", (tag, told) => {
  given()
    .after(request({ tags: { Environment: tag } }))
    .when(plan(waves))
    .thenEvents(...planned, event(0, "ExecutionStarted", {}), waveStarted(0, 1, ["a", "b"], told));
});

test("planning twice changes nothing", () => {
  running(waves).when(plan(waves)).thenNothing();
  given().after(request(), plan(waves, false)).when(plan(waves)).thenNothing();
});

test("planning that broke off before its seal is done again from the first slice", () => {
  const half = given(...given().after(request()).events, event(0, "WavesPlanned", { part: 1, waves: [wave(9, ["x"])] }));
  const again = half.after(plan(waves));
  expect(again.state.waves.map(({ spec }) => spec.waveNumber)).toEqual([1, 2]);
  expect(again.state.status).toBe("executing");
});

test("the deadline of an execution counts from its start", () => {
  expect(running(waves, { timeoutSeconds: 7200 }).state.deadlineAt).toBe(at(7200));
  expect(given().after(request({ timeoutSeconds: 7200 }), plan(waves, false), admit).state.deadlineAt).toBe(at(60 + 7200));
});

test("without a free slot the execution is queued; once admitted it starts with its first wave", () => {
  const queued = given().after(request(), plan(waves, false));
  expect(queued.events.slice(1)).toEqual([
    ...planned,
    event(0, "ExecutionQueued", { reason: "all 50 execution slots are taken", maxConcurrentExecutions: 50 }),
  ]);
  queued.when(tick(9999)).thenNothing();
  queued.when(admit).thenEvents(event(60, "ExecutionStarted", {}), waveStarted(60, 1, ["a", "b"]));
  queued.after(admit).when(admit).thenNothing();
});

test("a queued or planning execution can be cancelled at once; a slot or a plan that comes later changes nothing", () => {
  const queued = given().after(request(), plan(waves, false));
  queued
    .when(cancel(5))
    .thenEvents(
      event(5, "ExecutionCancelRequested", { reason: "stop", deadlineAt: at(305) }),
      event(5, "ExecutionCancelled", { reason: "stop", unconfirmedTasks: [] }),
    );
  queued.after(cancel(5)).when(admit).thenNothing();
  given().after(request(), cancel(5)).when(plan(waves)).thenNothing();
});

test("an execution whose plan cannot be resolved fails before it starts, also as a drill", () => {
  given()
    .after(request({ executionType: "drill" }))
    .when(reject)
    .thenEvents(
      event(1, "ExecutionFailed", {
        failure: { code: "plan.no_resources", message: "none", retryable: false },
        manualInterventionRequired: false,
      }),
    );
  given().after(request(), reject).when(reject).thenNothing();
  running(waves).when(reject).thenNothing();
});

test("a pause asked for before the start holds the first wave", () => {
  const { state } = given().after(request(), pause(1), plan(waves));
  expect(state).toMatchObject({ status: "paused", pause: { reason: "operator", waveNumber: null }, schedule: { openWaves: [] } });
});

test("waves that cannot run are refused: the last guard behind plan validation", () => {
  const refuse = (bad: Parameters<typeof plan>[0]): void => given().after(request()).when(plan(bad)).thenThrows("execution.invalid_waves");
  refuse([]);
  refuse([wave(1, [])]);
  refuse([wave(1, ["a"], { dependencies: [2] })]);
  refuse([wave(1, ["a"], { dependencies: [2] }), wave(2, ["b"], { dependencies: [1] })]);
  refuse([wave(1, ["a"]), wave(1, ["b"])]);
  refuse([wave(1, ["a"]), wave(2, ["a"])]);
  refuse([wave(1, [task("a", { dependsOn: ["b"] })])]);
});

test("nothing is decided for an execution that does not exist", () => {
  given().when(plan(waves)).thenThrows("execution.not_found");
  given().when(reject).thenThrows("execution.not_found");
  given().when(admit).thenThrows("execution.not_found");
  given().when(pause(1)).thenThrows("execution.not_found");
  given().when(tick(1)).thenNothing();
});
