/** What somebody may do to an execution as it stands: mostly what makes sense, sometimes what must be refused. */
import type { ApiRequest } from "../components/api.ts";
import type { ExecutionModel, TaskModel } from "../invariants/execution-model.ts";
import type { Random } from "../kernel/random.ts";

/** A request, and why it must not succeed, if it must not. */
export interface Action {
  readonly request: ApiRequest;
  readonly mustFail?: string;
}

const OPERATORS = ["ben", "cyn", "dan"] as const;

/** Actions to choose from; those that fit the state come more than once. */
export function actionsFor(random: Random, model: ExecutionModel): readonly Action[] {
  const { executionId } = model;
  const by = { params: { executionId }, role: "DRRecoveryManager", person: random.pick(OPERATORS) };
  const put = (verb: string, body?: unknown): Action => ({
    request: { ...by, route: `PUT /api/v1/executions/{executionId}/${verb}`, body },
  });
  const always: readonly Action[] = [
    put("pause", { reason: "let me look" }),
    put("resume"),
    { request: { ...by, route: "DELETE /api/v1/executions/{executionId}/pause" } },
    put("mode", { mode: random.pick(["planned", "unplanned"]), reason: "it changed" }),
    ...(random.chance(0.3) ? [put("cancel", { reason: "enough" })] : []),
    { request: { ...put("cancel").request, role: "DRReadOnly" }, mustFail: "a reader cancels" },
    { request: { ...by, route: "GET /api/v1/executions/{executionId}" } },
  ];
  const aboutPause = pauseActions(random, model);
  // Whoever looks at an execution that waits has come because it waits.
  if (model.pause && random.chance(0.7)) return [...aboutPause, ...changeActions(random, model)];
  return [...always, ...taskActions(random, model, by), ...aboutPause, ...changeActions(random, model), ...endActions(model, by)];
}

function taskActions(random: Random, model: ExecutionModel, by: Pick<ApiRequest, "params" | "role" | "person">): readonly Action[] {
  const tasks = [...model.tasks.values()];
  const stuck = tasks.filter(({ status }) => status === "failed" || status === "retry_scheduled" || status === "cancelled");
  const onTask = (verb: "retry" | "skip", task: TaskModel): Action => ({
    request: {
      ...by,
      route: `POST /api/v1/executions/{executionId}/tasks/{taskId}/${verb}`,
      params: { ...by.params, taskId: task.spec.taskId },
      body: { reason: `${verb} it` },
    },
  });
  const failed =
    stuck.length > 0 ? [onTask("retry", random.pick(stuck)), onTask("retry", random.pick(stuck)), onTask("skip", random.pick(stuck))] : [];
  return [...failed, onTask("retry", random.pick(tasks)), ...(random.chance(0.4) ? [onTask("skip", random.pick(tasks))] : [])];
}

function pauseActions(random: Random, model: ExecutionModel): readonly Action[] {
  const { pause, executionId, planHash, mode } = model;
  const params = { executionId };
  const approval = pause?.data.approval;
  const roles = approval?.approverRoles ?? ["DRRecoveryManager"];
  const pauseId = pause?.data.pauseId ?? `${executionId}:pause:none`;
  const manifestHash = model.manifestHash ?? "none yet";
  const decide = (person: string, changes: Readonly<Record<string, unknown>> = {}, role = random.pick(roles)): ApiRequest => ({
    route: "POST /api/v1/executions/{executionId}/approvals",
    params,
    role,
    person,
    body: { pauseId, decision: "approve", planHash, manifestHash, mode, ...changes },
  });
  const person = random.pick(OPERATORS);
  const right: Action = { request: decide(person) };
  if (!pause) return random.chance(0.1) ? [{ ...right, mustFail: "an approval while nothing waits for one" }] : [];
  const resume: Action = { request: { params, route: "PUT /api/v1/executions/{executionId}/resume", role: "DROperator", person: "ben" } };
  // An approval that nobody asked for may be given all the same.
  if (!approval) return [resume, resume, resume, right, right];
  const glass: Action = { request: decide(person, { breakGlass: true, comment: "the change system is down" }) };
  return [
    glass,
    right,
    right,
    right,
    { request: decide(person, { decision: "decline", comment: "not now" }) },
    { request: decide(person, { planHash: "another plan" }), mustFail: "an approval of another plan" },
    { request: decide(person, { manifestHash: "other resources" }), mustFail: "an approval of other resources" },
    { request: decide(person, { mode: mode === "planned" ? "unplanned" : "planned" }), mustFail: "an approval for another mode" },
    { request: decide(person, { pauseId: `${pauseId}-other` }), mustFail: "an approval of another pause" },
    // Who asked for the execution did so as an operator; in whatever role that person approves, it is the same session only there.
    { request: decide("ada", {}, "DROperator"), mustFail: "an approval of one's own execution" },
    ...(approval.approverRoles.includes("DRRecoveryManager")
      ? []
      : [{ request: decide(person, {}, "DRRecoveryManager"), mustFail: "an approval by a role that may not" }]),
  ];
}

/** What may be done to an execution that has ended. */
export function endActions(model: ExecutionModel, by: Pick<ApiRequest, "params" | "role" | "person">): readonly Action[] {
  if (model.status !== "ended") return [];
  const redrive: Action = { request: { ...by, route: "POST /api/v1/executions/{executionId}/redrive", body: { reason: "once more" } } };
  const rollback: Action = {
    request: {
      ...by,
      role: "DRSRecoveryManager",
      route: "POST /api/v1/executions/{executionId}/rollback",
      body: { reason: "take it back" },
    },
  };
  return model.outcome === "failed" || model.outcome === "cancelled" ? [redrive, redrive, redrive, rollback, rollback] : [redrive];
}

/** What the service of changes tells, of tickets that approve and of those that no longer do, and what nobody else may say. */
function changeActions(random: Random, model: ExecutionModel): readonly Action[] {
  const { executionId, request, planHash, manifestHash, mode, change } = model;
  if (request.changeRequired !== true || manifestHash === null) return [];
  const bound = { planHash, manifestHash, mode };
  const number = change?.number ?? "CHG0001";
  const tell = (body: object, role = "DRSOrchestrationItsm", person = "changes"): ApiRequest => ({
    route: "POST /api/v1/executions/{executionId}/changes",
    params: { executionId },
    role,
    person,
    body: { system: "servicenow", number, standing: "approved", by: ["rita"], ...bound, ...body },
  });
  return [
    { request: tell(random.chance(0.3) ? { countsAs: "all" } : {}) },
    { request: tell({ number: `CHG000${random.between(1, 3)}` }) },
    { request: tell({ standing: "revoked", reason: "it was rejected" }) },
    ...(random.chance(0.3)
      ? [
          { request: tell({ manifestHash: "other resources" }), mustFail: "a change of other resources" },
          { request: tell({}, "DROrchestrationAdmin", "ben"), mustFail: "a change that a person tells of" },
        ]
      : []),
  ];
}
