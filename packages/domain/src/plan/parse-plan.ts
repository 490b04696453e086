/** From a plan file, in any of its spellings, to the plan that is kept, or to everything that is wrong with it. */
import { assignTaskIds } from "./task-ids.ts";
import { checkAtOnce } from "./check-at-once.ts";
import { checkFreeFields, refuseTagFilters } from "./check-free-fields.ts";
import { checkLimits } from "./check-limits.ts";
import { checkRegions } from "./check-regions.ts";
import { expectedName, unreadableIn, type ResourceScope } from "@dr/events";
import { checkOperation, type ChosenOperation } from "./check-operation.ts";
import { checkResources } from "./check-resources.ts";
import { resolveDependsOn } from "./check-tasks.ts";
import { checkWaves } from "./check-waves.ts";
import { readDraft, type DraftPlan, type DraftTask } from "./draft.ts";
import { addTo, unwrap } from "./spelling.ts";
import { isRecord } from "./fields.ts";
import { normalise } from "./normalise.ts";
import type { ParseWork } from "./parse-work.ts";
import type { Plan } from "./plan.ts";
import { checkPlainData } from "./plain-data.ts";
import { createProblemReport, type Locate, type PlanProblem, type ProblemReport } from "./problems.ts";
import { locateNothing } from "./locate.ts";
import { parseSource, type PlanFormat } from "./source.ts";
import { byteLength } from "./slices.ts";
import { warnOfApprovals } from "./warn-of-approvals.ts";
import type { TechnologyRegistry } from "./technology-registry.ts";

/** What a plan is checked against, and what the caller knows beside the document. */
export interface ParsePlanOptions {
  readonly registry: TechnologyRegistry;
  /** How text is written; default `auto`. */
  readonly format?: PlanFormat;
  /** Id that the plan must have; fills it in when the document says none (a bare list of waves, for instance). */
  readonly planId?: string;
  /** Name for a document that says none. */
  readonly name?: string;
  /** Reads waves (one, a list, or `waves:`) that are added to this plan; paths and lines then count in what is added. */
  readonly appendTo?: Plan;
  /** Roles that may approve anything at all; others are warned of, and a gate that names no such role is refused. Default: nothing is known of roles. */
  readonly approverRoles?: readonly string[];
  /** Account and Region in which names of resources that tell none are looked up. Default: none, so that only names are compared. */
  readonly scope?: ResourceScope;
  /** Regions in which tasks may act. Default: any. */
  readonly allowedRegions?: readonly string[] | undefined;
  /** Regions that AWS has: of any other somebody is warned. Default: nothing is known of them. */
  readonly knownRegions?: readonly string[] | undefined;
  /** Planning turns tag filters into resources. Default: it does not, and a plan with tag filters is refused as planning would refuse it. */
  readonly resolvesTagFilters?: boolean;
  /** Counts what reading costs; for tests and benches. */
  readonly work?: ParseWork;
}

/** The plan, or all its problems. Warnings change nothing, but somebody should read them. */
export type ParsePlanResult =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly PlanProblem[] }
  | { readonly ok: false; readonly problems: readonly PlanProblem[]; readonly warnings: readonly PlanProblem[] };

const NO_SCOPE: ResourceScope = { account: "", region: "" };

/** Largest task in bytes of JSON: it travels whole in one event, and the bus, the queues and the adapter's ledger all have their limits. */
const MAX_TASK_BYTES = 100_000;
/** More than fit into `MAX_PLAN_BYTES`, so that what is hopeless is refused before it costs anything. */
const MAX_TASKS = 20_000;
/** Largest plan that can still be given back: Lambda answers with at most 6 MB (Lambda quotas). */
const MAX_PLAN_BYTES = 5_000_000;

/**
 * Reads a plan: JSON or YAML text (or data already parsed), in the long form (`technologies`) or the short one (`technology` on the wave),
 * bare, wrapped in `enterpriseRecoveryPlan:`, or as the bare list of waves of Parameter Store. Pure; never throws on bad input: every problem is
 * reported at once with its path, and with line and column when the source was text.
 */
export function parsePlan(source: unknown, options: ParsePlanOptions): ParsePlanResult {
  if (typeof source !== "string") return read(source, locateNothing, options);
  const parsed = parseSource(source, options.format ?? "auto", options.work);
  if (!parsed.ok) return { ok: false, problems: parsed.problems, warnings: [] };
  return read(parsed.value, parsed.locate, options);
}

function read(raw: unknown, locate: Locate, options: ParsePlanOptions): ParsePlanResult {
  const { content, unread, toSourcePath, toShownPath } = options.appendTo ? addTo(options.appendTo, raw) : unwrap(raw, options);
  const report = createProblemReport((path, at) => locate(toSourcePath(path), at), toShownPath, options.work);
  for (const key of unread) {
    const message = `\`${key}\` beside \`waves\` is no part of the waves that are added`;
    report.problem([key], { code: "plan.unknown_field", message, expected: "waves alone", at: "key" });
  }
  const plan = checkPlainData(report, content) ? readContent(report, content, options) : undefined;
  const warnings = report.warnings();
  return plan && report.problems().length === 0 ? { ok: true, plan, warnings } : { ok: false, problems: report.problems(), warnings };
}

function readContent(report: ProblemReport, content: unknown, options: ParsePlanOptions): Plan | undefined {
  if (refuseHopeless(report, content)) return undefined;
  const { registry, planId, approverRoles, resolvesTagFilters = false, scope = NO_SCOPE, allowedRegions, knownRegions } = options;
  const draft = readDraft(report, content);
  const foundId = draft.header.planId;
  if (planId !== undefined && foundId !== undefined && foundId !== planId) {
    const message = `the plan calls itself \`${foundId}\``;
    report.problem(["planId"], { code: "plan.id_mismatch", message, expected: planId });
  }
  checkWaves(report, draft);
  const ids = assignTaskIds(report, draft);
  const dependsOn = resolveDependsOn(report, draft, ids);
  const tasks = draft.waves.flatMap((wave) => wave.tasks);
  const operations = new Map(
    tasks.flatMap((task) => {
      const chosen = checkOperation(report, task, registry);
      checkFreeFields(report, task, chosen);
      refuseTagFilters(report, task, resolvesTagFilters);
      if (chosen) checkLimits(report, task, chosen);
      if (chosen) checkRegions(report, task, { operation: chosen.operation, allowed: allowedRegions, known: knownRegions });
      return chosen ? [[task, chosen] as const] : [];
    }),
  );
  if (report.problems().length > 0) return undefined;
  const plan = normalise(draft, { ids, dependsOn, operations, scope });
  checkSizes(report, draft, plan);
  if (report.problems().length === 0) refuseUnreadable(report, operations);
  if (report.problems().length === 0) {
    checkResources(report, draft, plan.waves);
    checkAtOnce(report, draft, { waves: plan.waves, operations });
  }
  warnOfApprovals(report, draft, plan.waves, approverRoles);
  return plan;
}

/** What stands where a name is declared, and is none, would be acted on without a lock: a schema may be laxer than the kind. */
function refuseUnreadable(report: ProblemReport, operations: ReadonlyMap<DraftTask, ChosenOperation>): void {
  for (const [{ path, resources = {}, config = {} }, { operation }] of operations) {
    for (const { written, path: at, kinds } of unreadableIn(operation, { resources, config })) {
      const expected = kinds.map(expectedName).join(", or ");
      report.problem([...path, ...at], {
        code: "plan.invalid_value",
        message: `\`${written}\` names nothing: expected ${expected}`,
        expected,
      });
    }
  }
}

function refuseHopeless(report: ProblemReport, content: unknown): boolean {
  const waves: readonly unknown[] = isRecord(content) && Array.isArray(content["waves"]) ? content["waves"] : [];
  const tasks = waves.reduce<number>((sum, wave) => sum + sizeOf(isRecord(wave) ? wave["technologies"] : undefined), 0);
  if (tasks <= MAX_TASKS) return false;
  const message = `a plan of ${tasks} technologies cannot be kept: split it into several plans`;
  report.problem(["waves"], { code: "plan.too_large", message, expected: `at most ${MAX_TASKS} technologies` });
  return true;
}

/** A wave counts at least once, whatever is in it. */
function sizeOf(technologies: unknown): number {
  return Array.isArray(technologies) ? Math.max(technologies.length, 1) : 1;
}

/** A task travels in one event, which has a size limit; two tasks do not share it. */
function checkSizes(report: ProblemReport, draft: DraftPlan, plan: Plan): void {
  const sizes = new Map(plan.waves.flatMap((wave) => wave.tasks.map((task, index) => [`${wave.waveNumber}/${index}`, byteLength(task)])));
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (total > MAX_PLAN_BYTES) {
    const message = `with its defaults filled in this plan takes ${total} bytes: split it into several plans`;
    report.problem([], { code: "plan.too_large", message, expected: `at most ${MAX_PLAN_BYTES} bytes` });
  }
  for (const wave of draft.waves) {
    for (const [index, task] of wave.tasks.entries()) {
      const bytes = sizes.get(`${wave.waveNumber}/${index}`) ?? 0;
      if (bytes <= MAX_TASK_BYTES) continue;
      const message = `this technology takes ${bytes} bytes of JSON: split its resources over several technologies of the same wave`;
      report.problem(task.path, { code: "plan.task_too_large", message, expected: `at most ${MAX_TASK_BYTES} bytes` });
    }
  }
}
