/** Saving a plan: parsed, decided, and answered with what matters about the new version. */
import { isSingleOperation, planHash, planVersion, type Plan, type PlanCommand, type PlanProblem, type PlanVersion } from "@dr/domain";
import { DrError } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { isTag, readTags, versionIn } from "../http/tags.ts";
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

type Conditions = { readonly headers: Readonly<Record<string, string>>; readonly query: { readonly expectedVersion?: number | undefined } };

/**
 * The version that a change expects: from `If-Match` (any of its tags may be the `current` one) or `?expectedVersion=<n>`; undefined if any will do.
 * A weak tag counts like the strong one of its version, since proxies that compress weaken it. Throws `request.invalid_if_match`.
 */
export function expectedVersionOf({ headers, query }: Conditions, current: number): number | undefined {
  const tags = readTags(headers["if-match"]);
  if (tags === undefined || tags === "*") return query.expectedVersion;
  if (!tags.every(isTag)) throw new DrError("request.invalid_if_match", 'If-Match: expected "<version>", as ETag gave it');
  const versions = tags.map((tag) => versionIn(tag) ?? 0);
  return versions.includes(current) ? current : (versions[0] ?? 0);
}

/** Refuses to replace a plan unseen. Throws `plan.precondition_required` for a document that differs, without a word of the version that it replaces. */
export function assertConditional({ headers, query }: Conditions, plan: Plan, { version, planHash: known }: PlanVersion): void {
  if (headers["if-match"] !== undefined || query.expectedVersion !== undefined || planHash(plan) === known) return;
  const hint = `send If-Match: "${version}" (or ?expectedVersion=${version}) to replace version ${version}, or If-Match: * to replace whatever is there`;
  throw new DrError("plan.precondition_required", `the plan is at version ${version}, and a PUT replaces all of it`, {
    details: { currentVersion: version, hint },
  });
}
