/** Starting an execution: one per plan at a time, and one per request however often it is repeated. */
import { claimsOf, createAdmission, makeRoom, mayPreempt, nextClaims, type Blocker } from "@dr/admission";
import type { ExecutionState, PlanVersion } from "@dr/domain";
import type { CallbackTarget } from "@dr/delivery";
import type { ExecutionType, Mode } from "@dr/events";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { loadCurrent } from "../plans/find-plan.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";
import { refuseBlocked } from "./admission.ts";
import { assertAllowedRegions } from "./allowed-regions.ts";
import { openCallback } from "./callback.ts";
import { assertReachableGates } from "./reachable-gates.ts";
import { replaceQueued } from "./replace-queued.ts";

/** What somebody wants to run. `force` allows a second execution of a plan that is running, and takes the place of one that is queued. */
export interface StartRequest {
  readonly planId: string;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  readonly tags: Readonly<Record<string, string>>;
  readonly force: boolean;
  /** Default: the tag `TriggerSource`, then `API`. */
  readonly triggerSource?: string | undefined;
  readonly requireApproval?: boolean | undefined;
  readonly changeRequired?: boolean | undefined;
  readonly allowPartialDiscovery?: boolean | undefined;
  readonly lostRegions?: string[] | undefined;
  readonly callback?: CallbackTarget | undefined;
}

/**
 * Requests an execution of the plan's current version. Drills do not stand in the way of a recovery, unless its plan says `preemptDrills: false`. Its id is made of the request's, so a repeat meets the execution that the first try made.
 * Throws `plan.not_found`, `execution.gate_unreachable`, `execution.region_not_allowed`, `execution.resource_conflict` (naming the resources) or `execution.plan_already_active` (naming the execution).
 */
export async function startExecution(
  deps: ApiDeps,
  request: StartRequest,
  asked: Asked & { readonly actor: Actor },
): Promise<ExecutionState> {
  const executionId = `exec-${asked.requestId}`;
  const existing = asked.repeated ? await deps.executions.load(executionId) : undefined;
  if (existing && existing.head.version > 0) return existing.state;
  const { callback, changeRequired: _, ...wanted } = request;
  const plan = await loadCurrent(deps, request.planId);
  const { header, planHash, version } = plan;
  assertReachableGates(deps, plan, asked.actor);
  await assertAllowedRegions(deps, plan);
  const calling = await openCallback(deps, executionId, callback);
  await takePlan(deps, { ...request, executionId }, plan, asked);
  const tags = { ...header.tags, ...request.tags };
  const target = { log: deps.log, handler: deps.executions, streamId: executionStream(executionId), id: executionId };
  // What begins in one epoch is nothing for a planner of an earlier one.
  const { epoch } = await deps.lead.current();
  await calling?.keep();
  const { state } = await sendCommand(
    target,
    {
      type: "RequestExecution",
      now: deps.clock.nowIso(),
      actor: asked.actor,
      request: {
        executionId,
        ...wanted,
        ...(calling && { callback: calling.recorded }),
        tags,
        triggerSource: request.triggerSource ?? tags["TriggerSource"]?.slice(0, 256) ?? "API",
        planName: header.name,
        planVersion: version,
        planHash,
        ...limitsOf(header),
        ...needsChange(request, header),
      },
    },
    { ...asked, epoch },
  );
  return state;
}

/** What the plan says of every execution, without members that it does not say. */
function limitsOf({ preemptDrills, timeoutSeconds, rtoSeconds, rpoSeconds }: PlanVersion["header"]): Partial<PlanVersion["header"]> {
  const said = Object.entries({ preemptDrills, timeoutSeconds, rtoSeconds, rpoSeconds }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said);
}

/** A plan that needs a change cannot be overruled; a drill changes nothing that anybody files changes for. */
function needsChange({ executionType, changeRequired }: StartRequest, header: PlanVersion["header"]): { changeRequired?: true } {
  const isAsked = changeRequired === true || header.changeRequired === true;
  return executionType === "recovery" && isAsked ? { changeRequired: true } : {};
}

/** Takes the plan for the execution, or its place behind drills. Throws if anybody else is in the way. */
async function takePlan(
  deps: ApiDeps,
  { executionId, planId, executionType, force }: StartRequest & { readonly executionId: string },
  { waves, header }: PlanVersion,
  asked: Asked & { readonly actor: Actor },
): Promise<void> {
  const tasks = waves.flatMap((wave) => wave.tasks);
  const admission = createAdmission(deps);
  // The plan comes first: whoever starts a plan twice hears that, whatever its first execution has taken by now. Resources are the planner's to take.
  const refuseUnlessDrills = (blockers: readonly Blocker[]): void => {
    if (!mayPreempt({ executionType, ...header }) || makeRoom(blockers) === null) refuseBlocked(blockers);
  };
  const claims = claimsOf({ planId, force, tasks });
  let inUse = await admission.look(executionId, claims);
  if (force && (await replaceQueued(deps, { planId, executionType, executionId }, inUse, asked)))
    inUse = await admission.look(executionId, claims);
  refuseUnlessDrills(inUse);
  const thePlan = claimsOf({ planId, force, tasks: [] });
  const inTheWay = await admission.reserve(executionId, thePlan);
  refuseUnlessDrills(inTheWay);
  // A drill has the plan, and will be cancelled: one recovery is the next, a second one hears of it.
  if (inTheWay.length > 0) refuseBlocked(await admission.reserve(executionId, nextClaims(thePlan)));
}
