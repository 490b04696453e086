/** A plan document against the registry, as an answer or as one error with everything that is wrong. */
import type { ParsePlanOptions, Plan, PlanProblem } from "@dr/domain";
import { DrError } from "@dr/events";
import { APPROVER_ROLES } from "../access.ts";
import type { DocumentBody } from "../http/document-body.ts";
import type { ApiDeps } from "../deps.ts";

/** A plan that may be saved, and what somebody should know about it. */
export interface ParsedDocument {
  readonly plan: Plan;
  readonly warnings: readonly PlanProblem[];
}

/** The text is not even readable: 400 rather than 422. */
const MALFORMED = new Set(["plan.malformed_json", "plan.malformed_yaml", "plan.duplicate_key", "plan.too_many_aliases", "plan.too_deep"]);
const TOO_LARGE = new Set(["plan.too_large", "plan.too_many_values"]);
/** An adapter deployed a moment ago may not be in the cache yet. */
const MAYBE_STALE = new Set([
  "plan.unknown_technology",
  "plan.unknown_operation",
  "plan.unknown_field",
  "plan.missing_field",
  "plan.wrong_type",
]);

/** Parses a document. Throws `plan.malformed` (unreadable), `plan.too_large` or `plan.invalid`, all with every problem in `errors`. */
export async function parseDocument(
  { technologies, about }: Pick<ApiDeps, "technologies" | "about">,
  { text, format }: DocumentBody,
  options: Omit<ParsePlanOptions, "registry" | "format" | "approverRoles" | "resolvesTagFilters" | "scope"> = {},
): Promise<ParsedDocument> {
  const known = {
    ...options,
    format,
    resolvesTagFilters: true,
    approverRoles: APPROVER_ROLES,
    scope: { account: about.account, region: about.region },
  };
  // The parsers of plans are loaded by the first plan that comes: no other call needs them.
  const { parsePlan } = await import("@dr/domain/parse-plan");
  const parse = async (fresh: boolean) => parsePlan(text, { ...known, registry: (await technologies.read({ fresh })).registry });
  const first = await parse(false);
  const result = !first.ok && first.problems.some(({ code }) => MAYBE_STALE.has(code)) ? await parse(true) : first;
  if (result.ok) return result;
  throw toError(result.problems, result.warnings);
}

function toError(problems: readonly PlanProblem[], warnings: readonly PlanProblem[]): DrError {
  const details = { errors: problems, ...(warnings.length === 0 ? {} : { warnings }) };
  const malformed = problems.find(({ code }) => MALFORMED.has(code));
  if (malformed) return new DrError("plan.malformed", `the plan cannot be read: ${malformed.message}`, { details });
  const tooLarge = problems.find(({ code }) => TOO_LARGE.has(code));
  if (tooLarge) return new DrError("plan.too_large", tooLarge.message, { details });
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new DrError("plan.invalid", `the plan has ${count}; the first: ${problems[0]?.message ?? ""}`, { details });
}
