/** Plans under the lens: valid and ready, what changed, back to an earlier version. */
import { toPlanDocument, type Plan, type PlanVersion } from "@dr/domain";
import { toFailure } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import type { Handlers, RequestInput } from "../http/route.ts";
import { checkReadiness } from "../plans/check-readiness.ts";
import { diffVersions } from "../plans/diff-versions.ts";
import { loadPlan, loadVersion, versionsOf } from "../plans/find-plan.ts";
import { parseDocument, type ParsedDocument } from "../plans/parse-document.ts";
import { assertSavable, expectedVersionOf, savePlan, toSavedResponse } from "../plans/save-plan.ts";

type Names = "validateDocument" | "validatePlan" | "diffPlanVersions" | "restorePlanVersion";
interface Run {
  readonly executionType: "drill" | "recovery";
  readonly mode: "planned" | "unplanned";
}
type Linted = { readonly ok: true; readonly parsed: ParsedDocument } | { readonly ok: false; readonly problems: readonly unknown[] };

/** `POST /plans/validate`, `/plans/{planId}/validate`, `…/diff/…` and `…/restore`. */
export function planCheckHandlers(deps: ApiDeps): Handlers<Names> {
  const answer = async (linted: Linted, waves: Plan["waves"], run: Run & Pick<RequestInput, "remainingMs">) => {
    const { executionType, mode } = run;
    if (!linted.ok) return { valid: false, ready: false, executionType, mode, problems: linted.problems, warnings: [], tasks: [] };
    const { tags } = linted.parsed.plan.header;
    const tasks = await checkReadiness(deps, { waves, tags, ...run });
    const unsure = tasks.some(({ ready }) => ready === null) ? null : true;
    const ready = tasks.some((task) => task.ready === false) ? false : unsure;
    return { valid: true, ready, executionType, mode, problems: [], warnings: linted.parsed.warnings, tasks };
  };
  return {
    validateDocument: async ({ body, query, remainingMs }) => {
      const linted = await lint(() => parseDocument(deps, body));
      return { status: 200, body: await answer(linted, linted.ok ? linted.parsed.plan.waves : [], { ...query, remainingMs }) };
    },
    validatePlan: async ({ params: { planId }, body, remainingMs }) => {
      const { version, executionType, mode } = body;
      const kept = await loadVersion(deps, planId, version);
      const linted = await lint(() => parseAgain(deps, kept));
      const about = { planId, version: kept.version, planHash: kept.planHash };
      return { status: 200, body: { ...about, ...(await answer(linted, kept.waves, { executionType, mode, remainingMs })) } };
    },
    diffPlanVersions: async ({ params: { planId, version, other } }) => {
      const [from, to] = versionsOf(await loadPlan(deps, planId), [version, other]);
      // Versions do not change.
      return { status: 200, headers: { etag: `"${version}-${other}"` }, body: { ...diffVersions(from, to) } };
    },
    restorePlanVersion: async ({ params: { planId, version }, ...asked }) => {
      assertSavable(planId);
      const parsed = await parseAgain(deps, await loadVersion(deps, planId, version));
      const expectedVersion = expectedVersionOf(asked, (await loadPlan(deps, planId)).currentVersion);
      const saved = await savePlan(deps, parsed, { type: "UpdatePlan", expectedVersion }, asked);
      return toSavedResponse(saved.version, false, saved.warnings);
    },
  };
}

/** A kept version against the adapters of today: what was right once need not be now. */
function parseAgain(deps: ApiDeps, kept: PlanVersion): Promise<ParsedDocument> {
  return parseDocument(deps, { made: toPlanDocument(kept) });
}

async function lint(parse: () => Promise<ParsedDocument>): Promise<Linted> {
  try {
    return { ok: true, parsed: await parse() };
  } catch (error) {
    const { code, details = {} } = toFailure(error);
    if (code !== "plan.invalid" || !Array.isArray(details["errors"])) throw error;
    return { ok: false, problems: details["errors"] as readonly unknown[] };
  }
}
