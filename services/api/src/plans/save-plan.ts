/** Saving a plan: parsed, decided, and answered with what matters about the new version. */
import { isSingleOperation, planVersion, type PlanCommand, type PlanProblem, type PlanVersion } from "@dr/domain";
import { DrError } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { planStream } from "../streams.ts";
import type { ParsedDocument } from "./parse-document.ts";
import { toVersionSummary } from "./present-plan.ts";
import { resolveLive } from "./resolve-live.ts";

/** Who saves a plan, and how. */
export interface Saving extends Asked {
  readonly actor: Actor;
  readonly query: { readonly allowUnresolved: boolean };
  readonly remainingMs: () => number;
}

/** The version that is current afterwards, whether it is new, and what somebody should know of it. */
interface Saved {
  readonly version: PlanVersion;
  readonly changed: boolean;
  readonly warnings: readonly PlanProblem[];
}

/**
 * Saves a plan, whichever way it came: whatever it names is looked for first (`resolveLive`, which throws `plan.invalid`). Without `expectedVersion` of an
 * update whatever is there is replaced.
 */
export async function savePlan(
  deps: ApiDeps,
  { plan, warnings }: ParsedDocument,
  how: { readonly type: "CreatePlan" } | { readonly type: "UpdatePlan"; readonly expectedVersion?: number | undefined },
  { query, remainingMs, actor, ...asked }: Saving,
): Promise<Saved> {
  const { unresolved, warnings: seen } = await resolveLive(deps, plan, { ...query, remainingMs });
  const command = { ...how, plan, unresolved, now: deps.clock.nowIso(), actor };
  const sent = await sendPlanCommand(deps, plan.header.planId, command, { ...asked, actor });
  return { ...sent, warnings: [...warnings, ...seen] };
}

/** Sends a command to a plan. The version that is current afterwards, and whether it is new. */
export async function sendPlanCommand(
  { log, plans }: Pick<ApiDeps, "log" | "plans">,
  planId: string,
  command: PlanCommand,
  asked: Asked,
): Promise<{ readonly version: PlanVersion; readonly changed: boolean }> {
  const { state, changed } = await sendCommand({ log, handler: plans, streamId: planStream(planId), id: planId }, command, asked);
  const version = planVersion(state);
  if (!version) throw new DrError("plan.not_found", `there is no plan ${planId}`);
  return { version, changed };
}

/** Throws `plan.invalid` for the id of a single operation: such plans come and go with their operation. */
export function assertSavable(planId: string): void {
  if (!isSingleOperation(planId)) return;
  const message = "ids that begin with `operation.` stand for single operations";
  const errors = [{ path: "planId", code: "plan.reserved_id", message, expected: "an id that begins otherwise" }];
  throw new DrError("plan.invalid", message, { details: { errors } });
}

/** The answer to a save: 201 for a plan that is new, 200 otherwise, with the warnings of its document. */
export function toSavedResponse(version: PlanVersion, created: boolean, warnings: readonly PlanProblem[]): HttpResponse {
  return {
    status: created ? 201 : 200,
    headers: { location: `/api/v1/plans/${encodeURIComponent(version.header.planId)}`, etag: etagOf(version) },
    body: { ...toVersionSummary(version), warnings },
  };
}

/** Entity tag of a version; `If-Match` takes it back. */
export function etagOf({ version }: Pick<PlanVersion, "version">): string {
  return `"${version}"`;
}

/** The version that a change expects: from `If-Match: "<n>"` or `?expectedVersion=<n>`. Throws `request.invalid_if_match`. */
export function expectedVersionOf(
  headers: Readonly<Record<string, string>>,
  query: { readonly expectedVersion?: number | undefined },
): number | undefined {
  const tag = headers["if-match"];
  if (tag === undefined || tag === "*") return query.expectedVersion;
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag) ?? [];
  if (version === undefined) throw new DrError("request.invalid_if_match", 'If-Match: expected "<version>", as ETag gave it');
  return Number(version);
}
