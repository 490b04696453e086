/** Errors as problem+json (RFC 9457). One table says which status a code has; what is not in it is a 500 that tells nothing. */
import { didYouMean, expectedOf, nearestName, toFailure } from "@dr/events";
import * as z from "zod";
import { bounded } from "./bounded.ts";

/** One wrong place in the input. `path` looks like `waves[2].dependencies[0]`; line and column are there for files. */
export interface ProblemIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The body of an error answer. `details` holds what the error knows beside `errors`, e.g. the current status of an execution. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly correlationId: string;
  /** The next step, where there is one. */
  readonly hint?: string;
  readonly errors?: readonly ProblemIssue[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Statuses by code; the first row that fits counts. `area.*` fits every code of an area, `*.reason` every area. */
export const PROBLEM_STATUSES: readonly (readonly [pattern: string, status: number, title: string])[] = [
  ["*.not_found", 404, "Not found"],
  ["http.route_not_found", 404, "No such route"],
  ["http.method_not_allowed", 405, "Method not allowed"],
  ["http.body_too_large", 413, "Body too large"],
  ["http.unsupported_media_type", 415, "Unsupported media type"],
  ["http.response_too_large", 406, "Answer too large"],
  ["http.not_acceptable", 406, "Not acceptable"],
  ["http.precondition_failed", 412, "Precondition failed"],
  ["http.too_many_requests", 429, "Too many requests"],
  ["http.timeout", 504, "No answer in time"],
  ["http.*", 400, "Bad request"],
  ["request.not_ready_to_lead", 409, "Not ready to lead"],
  ["request.*", 400, "Invalid request"],
  ["auth.*", 403, "Forbidden"],
  ["approval.self", 403, "Forbidden"],
  ["approval.not_authorised", 403, "Forbidden"],
  ["approval.not_a_person", 403, "Forbidden"],
  ["approval.*", 409, "Approval refused"],
  ["change.not_a_system", 403, "Forbidden"],
  ["change.*", 409, "Change refused"],
  ["plan.malformed", 400, "Malformed plan"],
  ["plan.too_large", 413, "Plan too large"],
  ["plan.version_conflict", 412, "Plan changed meanwhile"],
  ["plan.precondition_required", 428, "Precondition required"],
  ["plan.already_exists", 409, "Plan exists already"],
  ["plan.deleted", 409, "Plan is deleted"],
  ["plan.*", 422, "Invalid plan"],
  ["planning.*", 422, "Plan cannot be executed"],
  ["idempotency.key_reused", 422, "Idempotency key reused"],
  ["idempotency.in_progress", 409, "Request in progress"],
  ["idempotency.*", 400, "Invalid idempotency key"],
  ["delivery.url_refused", 422, "URL refused"],
  ["callback.bad_signature", 401, "Signature refused"],
  ["callback.unreadable", 400, "Unreadable callback"],
  ["delivery.bad_cursor", 400, "Invalid request"],
  ["webhook.nothing_to_replay", 409, "Nothing to send"],
  ["webhook.not_set_up", 501, "Not set up"],
  ["execution.*", 409, "Conflict with the execution's state"],
  ["task.unknown", 404, "Not found"],
  ["task.not_assigned", 403, "Forbidden"],
  ["task.evidence_required", 422, "Evidence is missing"],
  ["task.*", 409, "Conflict with the task's state"],
  ["history.invalid_cursor", 400, "Invalid request"],
  ["log.commit_too_large", 413, "Too large"],
  ["log.event_too_large", 413, "Too large"],
  ["log.version_conflict", 409, "Changed by another request"],
  ["bus.publish_failed", 503, "Temporarily unavailable"],
  ["registry.unavailable", 503, "Temporarily unavailable"],
  ["query.unavailable", 503, "Temporarily unavailable"],
  ["query.invalid_input", 400, "Invalid request"],
  ["query.not_set_up", 501, "Not set up"],
  ["query.failed", 502, "The adapter could not answer"],
  ["operation.not_finished", 409, "Not finished"],
  ["accounts.not_set_up", 501, "Not set up"],
  ["parameters.not_set_up", 501, "Not set up"],
  ["callback.not_set_up", 501, "Not set up"],
  ["discovery.unavailable", 503, "Temporarily unavailable"],
];

/** What an answer is about: the path asked for and the id that leads to its log lines. */
export interface ProblemContext {
  readonly instance: string;
  readonly correlationId: string;
}

/** The problem that an error stands for. zod errors become 400 `request.invalid` with all issues; an unlisted code becomes 500 `internal.unexpected`. */
export function toProblem(error: unknown, { instance, correlationId }: ProblemContext): Problem {
  if (error instanceof z.ZodError) {
    const errors = error.issues.flatMap((issue) => toProblemIssues(issue));
    return bounded({
      ...head("request.invalid"),
      detail: `${errors.length} invalid value(s)`,
      instance,
      correlationId,
      errors: listed(errors),
    });
  }
  const failure = toFailure(error);
  const known = head(failure.code);
  if (known.status === 500)
    return { ...head("internal.unexpected"), detail: "unexpected error; the correlation id leads to the log", instance, correlationId };
  const { errors, hint, ...details } = failure.details ?? {};
  return bounded({
    ...known,
    detail: failure.message,
    instance,
    correlationId,
    ...(typeof hint === "string" ? { hint } : {}),
    ...(Array.isArray(errors) ? { errors: listed(errors as ProblemIssue[]) } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  });
}

/** More than this is noise, beside a last one that says how many more there were. */
const MAX_ISSUES = 201;

function listed(errors: readonly ProblemIssue[]): readonly ProblemIssue[] {
  if (errors.length <= MAX_ISSUES) return errors;
  const more = errors.length - MAX_ISSUES + 1;
  return [...errors.slice(0, MAX_ISSUES - 1), { path: "", code: "problem.more", message: `${more} more were found and are not listed` }];
}

/** Headers that go with a problem: the methods of a 405, the types or codings of a 415, how to prove oneself after a 401, and when to come back. */
export function problemHeaders({ status, details = {} }: Problem): Record<string, string> {
  const { allowed, accepted, acceptedEncodings, retryAfterSeconds } = details;
  return {
    ...(status === 401 ? { "www-authenticate": "Signature" } : {}),
    ...(status === 405 && Array.isArray(allowed) ? { allow: allowed.join(", ") } : {}),
    ...(status === 415 && Array.isArray(accepted) ? { accept: accepted.join(", ") } : {}),
    ...(status === 415 && Array.isArray(acceptedEncodings) ? { "accept-encoding": acceptedEncodings.join(", ") } : {}),
    ...(typeof retryAfterSeconds === "number" ? { "retry-after": String(Math.ceil(retryAfterSeconds)) } : {}),
  };
}

/** HTTP status of an error code; 500 for a code that is not in the table. */
export function statusOf(code: string): number {
  return head(code).status;
}

/** A path as users write it: `["waves", 2, "dependencies", 0]` → `waves[2].dependencies[0]`. */
export function toPathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function head(code: string): Pick<Problem, "type" | "title" | "status" | "code"> {
  const row = PROBLEM_STATUSES.find(([pattern]) => fits(pattern, code));
  const [, status, title] = row ?? ["", 500, "Internal error"];
  return { type: `urn:dr-orchestration:problem:${code}`, title, status, code };
}

function fits(pattern: string, code: string): boolean {
  if (pattern.startsWith("*.")) return code.endsWith(pattern.slice(1));
  if (pattern.endsWith(".*")) return code.startsWith(pattern.slice(0, -1));
  return pattern === code;
}

/** Names of the fields that an object at this place may have; none where nobody says. */
type KnownNames = (path: readonly PropertyKey[]) => readonly string[];

/** What zod found, as issues of a problem. An unknown field is a place of its own, told with the nearest of the names that are known there. */
export function toProblemIssues(issue: z.core.$ZodIssue, known: KnownNames = () => []): ProblemIssue[] {
  const { path, code, message } = issue;
  if (code === "unrecognized_keys") return issue.keys.slice(0, MAX_UNKNOWN).map((key) => unknownField([...path, key], known(path)));
  if (code === "invalid_union") return unionIssues(issue, known);
  const expected = expectedOf(issue);
  return [{ path: toPathText(path), code, message, ...(expected === undefined ? {} : { expected }) }];
}

/** What fits no form of several: told by the form that it misses least, or by all of them where none is nearer than the others. */
function unionIssues({ path, code, errors }: z.core.$ZodIssueInvalidUnion, known: KnownNames): ProblemIssue[] {
  const forms = errors.map((issues) => issues.flatMap((each) => toProblemIssues({ ...each, path: [...path, ...each.path] }, known)));
  const least = Math.min(...forms.map(({ length }) => length));
  const [nearest, another] = forms.filter(({ length }) => length === least);
  const place = toPathText(path);
  const told = "it has none of the forms that are possible here";
  // Forms that a word tells apart: all of its words are told, not those of the form that happens to be near.
  const words = forms.map((issues) => issues.find((each) => each.code === "invalid_value"));
  const [word] = words;
  if (word && words.every((each) => each?.path === word.path))
    return [{ ...word, message: told, expected: `one of ${words.map((each) => each?.expected?.replace("one of ", "")).join(", ")}` }];
  // A value of another kind altogether, such as a text for an object, is near to no form.
  if (nearest !== undefined && another === undefined && nearest.some((each) => each.path !== place)) return nearest;
  const wanted = forms.map((issues) => issues.map((each) => formOf(each, place)).join(" and ")).filter((each) => each !== "");
  return [{ path: place, code, message: told, ...(wanted.length === 0 ? {} : { expected: [...new Set(wanted)].join(", or ") }) }];
}

/** What a form wants at a place, which is told as seen from where the forms part. */
function formOf({ path, code, message, expected }: ProblemIssue, place: string): string {
  const inside = path.slice(place.length).replace(/^\./, "");
  if (code === "unrecognized_keys") return `no \`${inside}\``;
  return inside === "" ? (expected ?? message) : `\`${inside}\` (${expected ?? message})`;
}

/** More unknown fields than this are not told one by one. */
const MAX_UNKNOWN = 50;
/** What is shown of a name that somebody made up. */
const MAX_NAME = 100;

function unknownField(path: readonly PropertyKey[], known: readonly string[]): ProblemIssue {
  const name = String(path.at(-1));
  const nearest = nearestName(name, known);
  const told = `unknown field \`${name.slice(0, MAX_NAME)}\``;
  return {
    path: toPathText([...path.slice(0, -1), name.slice(0, MAX_NAME)]),
    code: "unrecognized_keys",
    message: told + didYouMean(nearest),
    expected: nearest ?? (known.length === 0 ? "no field of this name" : `one of ${known.join(", ")}`),
  };
}
