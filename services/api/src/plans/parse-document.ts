/** A plan document against the registry, as an answer or as one error with everything that is wrong. */
import { unreachableGates, type ParsePlanOptions, type Plan, type PlanProblem, type UnreachableGate } from "@dr/domain";
import { DrError, toRole, type Role, type WaveSpec } from "@dr/events";
import { APPROVER_ROLES } from "../access.ts";
import type { DocumentBody } from "../http/document-body.ts";
import type { ApiDeps } from "../deps.ts";
import { peopleIn } from "../identity/person.ts";
import type { IdentitySettings } from "../identity/settings.ts";
import { readWavesFrom, WAVES_FROM, wavesFrom } from "./waves-from.ts";

/** A plan that may be saved, and what somebody should know about it. */
export interface ParsedDocument {
  readonly plan: Plan;
  readonly warnings: readonly PlanProblem[];
}

/** A document that was made here, of what is kept or of another body: nobody wrote its lines, so its problems have paths alone. */
export interface MadeDocument {
  readonly made: unknown;
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

/** Parses a document. Throws `plan.malformed` (unreadable), `plan.too_large` or `plan.invalid`, all with every problem in `errors`; for `wavesFrom: tags` also `discovery.unavailable`. */
export async function parseDocument(
  { technologies, about, identity, discovery }: Pick<ApiDeps, "technologies" | "about" | "identity" | "discovery">,
  body: DocumentBody | MadeDocument,
  options: Omit<
    ParsePlanOptions,
    "registry" | "format" | "approverRoles" | "resolvesTagFilters" | "allowedRegions" | "knownRegions" | "scope"
  > = {},
): Promise<ParsedDocument> {
  const { text, format } = "made" in body ? { text: "", format: "json" as const } : body;
  // As it would have come: a member without a value is none.
  const source: unknown = "made" in body ? JSON.parse(JSON.stringify(body.made)) : text;
  // The parsers of plans are loaded by the first plan that comes: no other call needs them.
  const [{ parsePlan }, { awsRegions }] = await Promise.all([import("@dr/domain/parse-plan"), import("@dr/runtime/aws-regions")]);
  const known = {
    ...options,
    format,
    resolvesTagFilters: true,
    approverRoles: APPROVER_ROLES,
    allowedRegions: about.allowedRegions,
    knownRegions: awsRegions,
    scope: { account: about.account, region: about.regions[0] ?? about.region },
  };
  // Waves that tags order: the document says which resources, and what stands in the tags today becomes waves that it does not have.
  const made = options.appendTo === undefined && text.includes(WAVES_FROM) ? await readWavesFrom(text, format) : undefined;
  const parse = async (fresh: boolean) => {
    const { registry } = await technologies.read({ fresh });
    if (!made) return parsePlan(source, { ...known, registry });
    const { document, warnings, toPlace } = await wavesFrom(made, { discovery, registry });
    const parsed = parsePlan(document, { ...known, registry });
    const said = [...warnings, ...parsed.warnings.map(toPlace)];
    return parsed.ok ? { ...parsed, warnings: said } : { ...parsed, problems: parsed.problems.map(toPlace), warnings: said };
  };
  const first = await parse(false);
  const result = !first.ok && first.problems.some(({ code }) => MAYBE_STALE.has(code)) ? await parse(true) : first;
  if (!result.ok) throw toError(result.problems, result.warnings);
  const { problems, warnings } = gateProblems(result.plan.waves, identity);
  if (problems.length > 0) throw toError(problems, [...result.warnings, ...warnings]);
  return { ...result, warnings: [...result.warnings, ...warnings] };
}

/** Gates that nobody could open: for good, where the deployment counts its people; as it is set up, where no session of the roles names anybody. */
function gateProblems(
  waves: readonly WaveSpec[],
  identity: IdentitySettings,
): { readonly problems: readonly PlanProblem[]; readonly warnings: readonly PlanProblem[] } {
  const countedIn = (role: string): number | undefined => identity.people.get(toRole(role) ?? ("" as Role));
  const toProblem = ({ waveNumber, minApprovals, approverRoles, possible }: UnreachableGate): PlanProblem => ({
    path: `waves[${waves.findIndex((wave) => wave.waveNumber === waveNumber)}].approval`,
    code: "plan.approval_unreachable",
    message: `wave ${waveNumber} waits for ${minApprovals} approvals by ${approverRoles.join(" or ")}, and ${possible} people could give them`,
    expected: "approvers of whom there are enough",
  });
  const never = unreachableGates(waves, { peopleIn: countedIn });
  const now = unreachableGates(waves, { peopleIn: (role) => peopleIn(role, identity) });
  const isListed = ({ waveNumber }: UnreachableGate): boolean => never.some((gate) => gate.waveNumber === waveNumber);
  return { problems: never.map(toProblem), warnings: now.filter((gate) => !isListed(gate)).map(toProblem) };
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
