/** What was proven of every plan in a period. */
import { toExecutionView, type ExecutionState, type ExecutionView } from "@dr/domain";
import type { Commit, HistoryItem, PlanCatalogItem } from "@dr/event-log";
import type { EventData } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { executionStream } from "../streams.ts";

/** A period, ISO 8601 in UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** One execution as it counts here. */
export interface Proof {
  readonly executionId: string;
  readonly requestedAt: string;
  readonly status: string;
  readonly planVersion: number;
  readonly rto: ExecutionView["rto"];
  readonly rpo: ExecutionView["rpo"];
  readonly exercised: ExecutionView["exercised"];
  readonly approvals: readonly { readonly approver: string; readonly role: string; readonly decision: string; readonly at: string }[];
}

/** A plan with what it was proven by, and what is missing. */
export interface PlanCompliance {
  readonly planId: string;
  readonly name: string;
  readonly version: number;
  readonly lastDrill: Proof | null;
  readonly lastRecovery: Proof | null;
  readonly gaps: readonly { readonly code: string; readonly message: string }[];
}

/** Plans looked at side by side: each costs two lists and two executions. */
const WIDTH = 5;

/** Every plan of a page. */
export async function toCompliance(deps: ApiDeps, plans: readonly PlanCatalogItem[], period: Period): Promise<readonly PlanCompliance[]> {
  const found = new Map<string, PlanCompliance>();
  const queue = plans.values();
  const lane = async (): Promise<void> => {
    for (const plan of queue) found.set(plan.PlanId, await complianceOf(deps, plan, period));
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  return plans.flatMap(({ PlanId }) => found.get(PlanId) ?? []);
}

async function complianceOf(
  deps: ApiDeps,
  { PlanId: planId, Name: name, Version: version, Unresolved: unresolved = 0 }: PlanCatalogItem,
  period: Period,
): Promise<PlanCompliance> {
  const [lastDrill, lastRecovery] = await Promise.all(
    (["drill", "recovery"] as const).map((type) => lastOf(deps, { planId, type, period })),
  );
  const about = { planId, name, version, lastDrill: lastDrill ?? null, lastRecovery: lastRecovery ?? null };
  return { ...about, gaps: [...gapsOfNames(unresolved), ...gapsOf(about)] };
}

/** The newest execution of a kind in the period that ended; one that runs proves nothing yet. */
async function lastOf(
  { history, executions, log }: ApiDeps,
  { planId, type, period }: { readonly planId: string; readonly type: "drill" | "recovery"; readonly period: Period },
): Promise<Proof | null> {
  let cursor: string | undefined;
  do {
    const page = await history.listByPlan(planId, { limit: 25, executionType: type, ...(cursor === undefined ? {} : { cursor }) });
    const found = page.items.find((item) => counts(item, period));
    if (found) {
      const [{ state }, commits] = await Promise.all([executions.load(found.ExecutionId), log.read(executionStream(found.ExecutionId))]);
      return toProof(state, commits);
    }
    if (page.items.some(({ StartTime }) => StartTime < period.from)) return null;
    ({ cursor } = page);
  } while (cursor !== undefined);
  return null;
}

function counts({ StartTime, finishedAt }: HistoryItem, { from, to }: Period): boolean {
  return StartTime >= from && StartTime < to && finishedAt !== undefined;
}

function toProof(state: ExecutionState, commits: readonly Commit[]): Proof {
  const { executionId, requestedAt, status, planVersion, rto, rpo, exercised } = toExecutionView(state);
  const approvals = commits.flatMap(({ events }) =>
    events.flatMap(({ type, data, at }) => {
      if (type !== "ApprovalRecorded") return [];
      const { approver, role, decision } = data as EventData<"ApprovalRecorded">;
      return [{ approver, role, decision, at }];
    }),
  );
  return { executionId, requestedAt: requestedAt ?? "", status, planVersion, rto, rpo, exercised, approvals };
}

function gapsOfNames(unresolved: number): PlanCompliance["gaps"] {
  const message = `of ${unresolved} of the names in it nobody knew, when it was saved, that they are there`;
  return unresolved === 0 ? [] : [{ code: "plan.unresolved", message }];
}

type Ungapped = Omit<PlanCompliance, "gaps">;

function gapsOf({ lastDrill, version }: Ungapped): PlanCompliance["gaps"] {
  if (lastDrill === null) return [{ code: "plan.not_drilled", message: "no drill of it ended in the period" }];
  const { status, planVersion, rto, rpo, exercised } = lastDrill;
  return [
    ...(status === "completed" ? [] : [{ code: "drill.not_completed", message: `the last drill is ${status}` }]),
    ...(planVersion === version
      ? []
      : [{ code: "plan.changed_since", message: `version ${planVersion} was drilled, the plan is at ${version}` }]),
    ...(rto.targetSeconds === null
      ? [{ code: "rto.no_target", message: "the plan promises no recovery time" }]
      : notMet("rto", rto.verdict)),
    ...(rpo.targetSeconds === null
      ? [{ code: "rpo.no_target", message: "the plan promises no limit to lost data" }]
      : notMet("rpo", rpo.verdict)),
    ...(exercised.share !== null && exercised.share < 1
      ? [{ code: "drill.partly_exercised", message: `${exercised.effects} of ${exercised.of} effects were really exercised` }]
      : []),
  ];
}

function notMet(what: string, verdict: string | null): PlanCompliance["gaps"] {
  return verdict === "met"
    ? []
    : [{ code: `${what}.${verdict}`, message: `the last drill says of ${what.toUpperCase()}: ${String(verdict).replaceAll("_", " ")}` }];
}
