/** Rules about change tickets: which of them count, and what waits for one. */
import type { EventData } from "@dr/events";
import type { ExecutionModel } from "./execution-model.ts";
import type { Rule, RuleContext } from "./rule.ts";

type Asked = Pick<ExecutionModel, "change" | "planHash" | "manifestHash" | "mode">;

/** True if a change, or people in its place, approved of the execution as it is. */
function changeStands({ change, planHash, manifestHash, mode }: Asked): boolean {
  if (change === null || change.standing === "revoked") return false;
  return change.planHash === planHash && change.manifestHash === manifestHash && change.mode === mode;
}

/** How many people have to approve: one, where a change that stands counts as all of them. */
export function approvalsNeeded(model: Asked, approval: EventData<"ExecutionPaused">["approval"]): number {
  if (!approval) return 0;
  return model.change?.countsAsAll === true && changeStands(model) ? 1 : approval.minApprovals;
}

/** Reports a wave that starts, or a gate that opens, although a change is missing. */
export function judgeChange({ model, judge, label }: RuleContext, what: string): void {
  const { executionType, changeRequired } = model.request;
  judge.expect(
    executionType !== "recovery" || changeRequired !== true || changeStands(model),
    "nothing of a recovery begins without the change that it needs",
    () => `${label}: ${what}, the change is ${JSON.stringify(model.change)}`,
  );
}

const changeRecorded: Rule<"ChangeRecorded"> = ({ model, judge, label, actor }, data) => {
  const { standing, number, countsAs, planHash, manifestHash, mode } = data;
  judge.expect(actor.includes("/DRSOrchestrationItsm/"), "only the service of changes tells of changes", () => `${label}: ${actor}`);
  judge.expect(
    standing === "revoked" || (planHash === model.planHash && manifestHash === model.manifestHash && mode === model.mode),
    "a change approves of this plan, manifest and mode",
    () => `${label}: ${number}`,
  );
  judge.expect(standing === "approved" || model.change?.number === number, "only what approved is revoked", () => `${label}: ${number}`);
  judge.expect(model.status !== "ended", "no change of what is over", () => `${label}: ${number}`);
  model.change = { standing, number, countsAsAll: countsAs === "all", planHash, manifestHash, mode };
};

const changeBypassed: Rule<"ChangeBypassed"> = ({ model, judge, label }, { by, pauseId, reason }) => {
  const approval = model.pause?.data.approval;
  judge.expect(model.pause?.data.pauseId === pauseId, "the glass is broken at the open pause", () => label);
  judge.expect(approval?.changeRequired === true && !changeStands(model), "the glass is broken where a change is missing", () => label);
  judge.expect(
    new Set(by).size > (approval?.minApprovals ?? 0) || (model.change?.countsAsAll === true && new Set(by).size > 1),
    "break-glass is one approval more than the pause needs",
    () => `${label}: ${by.join(", ")}`,
  );
  judge.expect(reason.trim() !== "", "break-glass has a reason", () => label);
  if (!approval) return;
  const { planHash, manifestHash, mode } = approval;
  model.change = { standing: "bypassed", number: null, countsAsAll: false, planHash, manifestHash, mode };
};

/** Rules of this theme by event type. */
export const changeRules = { ChangeRecorded: changeRecorded, ChangeBypassed: changeBypassed };
