/** An approved change may start a plan: where the receiver says `startOnApproval`, and once for each change. */
import type { Receiver } from "@dr/delivery";
import type { CallApi } from "@dr/delivery/call-api-client";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { Change, ChangeSystem } from "./change-system.ts";
import { ITSM_ROLE } from "./follow-changes.ts";
import type { FollowedChanges } from "./followed-changes.ts";
import { notNow } from "./judge-change.ts";

/** What it needs. */
export interface StartPlansDeps {
  readonly receivers: () => Promise<readonly Receiver[]>;
  readonly open: (receiver: Receiver) => Promise<ChangeSystem>;
  readonly changes: Pick<FollowedChanges, "isDone" | "begin" | "done">;
  readonly callApi: CallApi;
  readonly clock: Clock;
  readonly logger: Pick<Logger, "info" | "warn">;
  readonly metrics: Pick<Metrics, "count">;
}

const PLAN = /^dr-plan:([A-Za-z0-9][A-Za-z0-9_-]{0,127})$/;

/** The API takes the same request as the same for a day (its idempotency keys); after this nobody can tell a repetition from a second start. */
const SAME_REQUEST_MS = 23 * 3_600_000;

/**
 * Looks for approved changes that name a plan; each starts it once. What is begun is written down first, and what is done after: within a day a start whose
 * answer was lost is the same request, and after it nothing is started that may have been.
 */
export function createStartPlans(deps: StartPlansDeps): () => Promise<number> {
  return async () => {
    let started = 0;
    for (const receiver of await deps.receivers()) {
      if (receiver.enabled && receiver.settings["startOnApproval"] === "on") started += await startOf(deps, receiver);
    }
    return started;
  };
}

/** A system that does not answer keeps nobody else's plans from being started; the next look asks it again. */
async function startOf(deps: StartPlansDeps, receiver: Receiver): Promise<number> {
  let started = 0;
  try {
    const system = await deps.open(receiver);
    for (const change of await system.findPlanRequests()) if (await startOne(deps, receiver, change)) started += 1;
  } catch (error) {
    deps.metrics.count("ChangeUnread");
    deps.logger.warn("changes that may start plans cannot be read", { receiverId: receiver.receiverId, error });
  }
  return started;
}

async function startOne(
  { changes, callApi, clock, logger, metrics }: StartPlansDeps,
  { receiverId }: Receiver,
  change: Change,
): Promise<boolean> {
  const planId = PLAN.exec(change.correlationId)?.[1];
  const done = `start#${receiverId}#${change.number}`;
  if (
    planId === undefined ||
    change.approval !== "approved" ||
    notNow(change, clock.nowIso()) !== undefined ||
    (await changes.isDone(done))
  )
    return false;
  if (clock.nowMs() - (await changes.begin(done, clock.nowMs())) > SAME_REQUEST_MS) {
    metrics.count("ChangeStartUnknown");
    logger.warn("a change may have started its plan a day ago, and starts it no more", { number: change.number, planId });
    return false;
  }
  const { status, body } = await callApi({
    as: `${ITSM_ROLE}/${change.number}`,
    method: "POST",
    path: "/api/v1/executions",
    body: { planId, executionType: "recovery", mode: "planned", requireApproval: true, tags: { ChangeNumber: change.number } },
    key: `itsm-start-${receiverId}-${change.number}`,
  });
  if (status >= 300) {
    logger.warn("a change could not start its plan", { number: change.number, planId, code: body["code"] });
    return false;
  }
  await changes.done(done, clock.nowMs());
  return true;
}
