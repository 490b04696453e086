/** What was proven of every plan in a period. */
import { executionDecider, toExecutionView, type ExecutionView } from "@dr/domain";
import { foldStream, type Commit, type HistoryItem, type Page, type PageOptions, type PlanCatalogItem } from "@dr/event-log";
import type { EventData, ExecutionType } from "@dr/events";
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

/** Plans looked at side by side: each costs a page of its list, which is two requests, and one read for each proof; two more where that page has one type alone. */
const WIDTH = 5;

/** The newest executions of a plan that are looked at together: as a rule its last drill and its last recovery are among them. */
const LOOKED_AT = 25;

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
  const started = { startedFrom: period.from, startedBefore: period.to, limit: LOOKED_AT };
  const newest = await deps.history.listByPlan(planId, started);
  const [lastDrill, lastRecovery] = await Promise.all(
    (["drill", "recovery"] as const).map(async (executionType) => {
      const item = await lastOf(deps.history, newest, { planId, executionType, ...started });
      return item && toProof(await deps.log.read(executionStream(item.ExecutionId)));
    }),
  );
  const about = { planId, name, version, lastDrill: lastDrill ?? null, lastRecovery: lastRecovery ?? null };
  return { ...about, gaps: [...gapsOfNames(unresolved), ...gapsOf(about)] };
}

/** The newest execution of a type that ended; one that runs proves nothing yet. `newest` is the first page of both types. */
async function lastOf(
  history: Pick<ApiDeps["history"], "listByPlan">,
  newest: Page<HistoryItem>,
  { planId, ...asked }: PageOptions & { readonly planId: string; readonly executionType: ExecutionType },
): Promise<HistoryItem | undefined> {
  const endedIn = ({ items }: Page<HistoryItem>) =>
    items.find((item) => item.executionType === asked.executionType && item.finishedAt !== undefined);
  let found = endedIn(newest);
  let { cursor } = newest;
  while (found === undefined && cursor !== undefined) {
    const page = await history.listByPlan(planId, { ...asked, cursor });
    found = endedIn(page);
    ({ cursor } = page);
  }
  return found;
}

function toProof(commits: readonly Commit[]): Proof {
  const { state } = foldStream(executionDecider, commits);
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
