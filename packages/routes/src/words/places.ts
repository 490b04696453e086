/** Where in a request each refusal has its place, what was expected there, and the next step: said by the refusal itself, or else here. */

/** Of a code: a field of path, query or body, or a header; what was expected there; what to do. `{name|else}` stands for that detail of the problem. */
interface Place {
  readonly at: string;
  readonly expected: string;
  readonly hint?: string;
}

const NEXT = "`details.next` says what is accepted now, and of whom";
const ON_A_PAUSE = "read the pause again: its status shows it with what a decision has to name";
const EXECUTIONS = "GET /api/v1/executions lists them";

const at = (where: string, expected: string, hint?: string): Place => ({ at: where, expected, ...(hint === undefined ? {} : { hint }) });

/** A row for every code of a 4xx that a route may answer with. */
export const PLACES: Readonly<Record<string, Place>> = {
  "account.not_found": at("accountId", "an account that is registered", "GET /api/v1/accounts/targets lists them; PUT registers one"),
  "approval.already_decided": at("pauseId", "a pause on which this person has not decided yet", "another person decides"),
  "approval.break_glass_early": at("breakGlass", "an approval first, then this one, by another person", NEXT),
  "approval.expired": at("pauseId", "a pause that has not expired", NEXT),
  "approval.no_glass": at("breakGlass", "no `breakGlass`, where no change is missing", "approve without it"),
  "approval.no_such_pause": at("pauseId", "the pause at which the execution waits now", ON_A_PAUSE),
  "approval.not_a_person": at("authorization", "a session that names one person", "GET /api/v1/whoami says as which person one counts"),
  "approval.not_authorised": at("authorization", "one of the roles {approverRoles|that are asked}", "ask somebody who has one of them"),
  "approval.reason_missing": at("comment", "why the recovery cannot wait for a change"),
  "approval.requester_unknown": at("executionId", "an execution that one known person, or a program, asked for", NEXT),
  "approval.self": at("authorization", "another person than the one who asked for the execution", "ask a second person"),
  "approval.stale_plan": at("planHash", "the plan and the resources for which the execution waits now", ON_A_PAUSE),
  "approval.wrong_mode": at("mode", "the mode in which the execution waits now", ON_A_PAUSE),
  "auth.forbidden": at("authorization", "a signature, or a token, of one of the roles {rolesThatMay|of the platform}"),
  "callback.bad_signature": at("headers", "the signature of the service that calls back, made in these minutes"),
  "callback.not_found": at("path", "a service whose signing secret is set up"),
  "callback.unreadable": at("body", "what the service sends of itself"),
  "change.not_a_system": at("authorization", "the role of the service of change tickets"),
  "change.stale_plan": at("planHash", "the plan, the resources and the mode for which the execution waits now", ON_A_PAUSE),
  "change.unknown": at("number", "a change that approved of the execution before", NEXT),
  "configuration.not_found": at("environment", "an environment and a technology with parameters in Parameter Store"),
  "delivery.bad_cursor": at("after", "the `cursor` of the page before, as it came", "leave it out to begin with the oldest"),
  "delivery.url_refused": at("url", "https:// and a host that anybody can reach, without a name and password"),
  "execution.already_cancelling": at("executionId", "an execution that is not being cancelled yet", NEXT),
  "execution.already_ended": at("executionId", "an execution that has not ended", NEXT),
  "execution.already_exists": at("idempotency-key", "a key of its own for each request"),
  "execution.already_paused": at("executionId", "an execution that is not paused", NEXT),
  "execution.approval_required": at("executionId", "a pause that needs no (further) approval", NEXT),
  "execution.change_required": at("executionId", "a recovery that a change ticket approves of", NEXT),
  "execution.failures_unresolved": at("executionId", "a pause without failed tasks", NEXT),
  "execution.gate_unreachable": at("planId", "a plan whose gates enough people can open besides whoever asks"),
  "execution.mode_fixed": at("executionId", "a recovery that has not begun to end", NEXT),
  "execution.mode_unchanged": at("mode", "another mode than the present one"),
  "execution.no_pause_requested": at("executionId", "an execution of which a pause is asked for that has not begun", NEXT),
  "execution.not_cancellable": at("executionId", "an execution whose effects are not being taken back", NEXT),
  "execution.not_found": at("executionId", "an execution that there is", EXECUTIONS),
  "execution.not_pausable": at("executionId", "an execution that still has a wave to begin", NEXT),
  "execution.not_paused": at("executionId", "an execution that is paused", NEXT),
  "execution.not_redrivable": at("executionId", "an execution that failed, or was cancelled in its waves", NEXT),
  "execution.not_rollbackable": at("executionId", "an execution that failed, was cancelled, or is paused with nothing at work", NEXT),
  "execution.nothing_to_roll_back": at("executionId", "an execution of which an effect stands that can be taken back", NEXT),
  "execution.pause_expired": at("executionId", "a pause that has not expired", NEXT),
  "execution.plan_already_active": at("planId", "a plan of which nothing runs", NEXT),
  "execution.region_not_allowed": at("planId", "a plan that acts in allowed Regions alone"),
  "execution.resource_conflict": at("planId", "a plan whose resources no other execution has", NEXT),
  "execution.stale_epoch": at(
    "epoch",
    "the epoch after {currentEpoch|the present one}",
    "GET /api/v1/health says who leads, under which epoch",
  ),
  "execution.superseded": at("executionId", "the last execution of its plan", "look at that one, or force"),
  "history.invalid_cursor": at("cursor", "the `nextCursor` of the page before, as it came", "leave it out to begin with the first page"),
  "http.body_too_large": at("body", "at most {maxBodyBytes|some thousand} bytes"),
  "http.malformed_json": at("body", "JSON (RFC 8259)"),
  "http.not_utf8": at("body", "text in UTF-8"),
  "http.method_not_allowed": at("method", "one of {allowed|the methods in Allow}"),
  "http.not_acceptable": at("accept", "one of {available|the types of the route}"),
  "http.precondition_failed": at("if-match", "the ETag of what stands here"),
  "http.response_too_large": at("accept-encoding", "gzip", "or ask for less at a time"),
  "http.route_not_found": at("path", "a path of the API", "/docs shows them all"),
  "http.too_many_requests": at("authorization", "fewer requests of the class {rateClass|of the route}"),
  "http.unsupported_media_type": at("content-type", "one of {accepted|the types in Accept}"),
  "idempotency.in_progress": at("idempotency-key", "the answer to the first request with it", "ask again after `Retry-After` seconds"),
  "idempotency.invalid_key": at("idempotency-key", "1 to 255 visible ASCII characters"),
  "idempotency.key_reused": at("idempotency-key", "a key of its own for each request"),
  "log.version_conflict": at("path", "nobody else who changes the same in this moment", "send the same request again"),
  "operation.not_finished": at("operationId", "an operation that has ended", "ask its `status` with `Prefer: wait=20` until it has"),
  "operation.not_found": at("operation", "one of {known|those that there are}"),
  "parameters.not_found": at("planId", "a plan below /dr-orchestration/plans in Parameter Store", "send them as `parameters` in the body"),
  "plan.already_exists": at("planId", "an id that no plan has", "PUT saves the next version of a plan"),
  "plan.deleted": at("planId", "a plan that was not deleted", "POST /api/v1/plans creates it again"),
  "plan.incomplete_version": at("planVersion", "a version that was saved whole", "save the plan again"),
  "plan.invalid": at("body", "a plan as docs/reference/plan-format.md describes it"),
  "plan.malformed": at("body", "a plan in JSON or YAML"),
  "plan.not_found": at("planId", "a plan that there is", "GET /api/v1/plans lists them"),
  "plan.precondition_required": at("if-match", 'the version to be replaced, as ETag gave it: "{currentVersion|the version}"'),
  "plan.too_large": at("body", "a smaller plan, or several"),
  "plan.version_conflict": at(
    "if-match",
    '"{currentVersion|the version}", the present version',
    "read the plan again, and change what stands there now",
  ),
  "plan_version.not_found": at("version", "a version of this plan", "GET /api/v1/plans/{planId}/versions lists them"),
  "query.invalid_input": at("query", "the parameters that the query has"),
  "query.not_found": at("operation", "one of {known|those that there are}"),
  "request.body_missing": at("body", "a plan"),
  "request.invalid": at("body", "what the route's schema says"),
  "request.invalid_if_match": at("if-match", '"<version>", as ETag gave it'),
  "request.not_ready_to_lead": at("region", "a Region whose parts all gave a sign of life in the last minutes"),
  "request.not_this_region": at("region", "the Region that is asked", "ask the API of the Region that is to lead"),
  "resource.not_found": at("query", "names of what the technology has there", "ask for all of them first, without a name"),
  "task.behind_gate": at("taskId", "a task in front of which no approval is missing", NEXT),
  "task.evidence_required": at("evidence", "text, a link or a file that shows what was done"),
  "task.not_answerable_now": at("taskId", "a task that waits for people", NEXT),
  "task.not_assigned": at("authorization", "somebody whose task it is", NEXT),
  "task.not_manual": at("taskId", "a task that people do", NEXT),
  "task.not_retryable_now": at("taskId", "a task that failed", NEXT),
  "task.not_skippable_now": at("taskId", "a task that is not done yet, and not left out", NEXT),
  "task.unknown": at("taskId", "a task of the execution", NEXT),
  "technology.not_found": at("technology", "one of {known|those that there are}"),
  "webhook.not_found": at("webhookId", "a webhook that there is", "GET /api/v1/webhooks lists them"),
  "webhook.nothing_to_replay": at("since", "a span in which something was published that the webhook wants"),
};

interface Issue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
}

/** What of a problem is read here. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
  readonly errors?: readonly Issue[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The problem with its place: what it says itself stands, what it does not say is said by its code. One that is no refusal stays as it is. */
export function withPlace<Problem extends Refusal>(problem: Problem): Problem {
  const place = PLACES[problem.code];
  if (problem.status >= 500 || !place) return problem;
  const { code, detail, details = {}, errors = [{ path: place.at, code, message: detail }] } = problem;
  const told = place.hint === undefined ? undefined : fill(place.hint, details);
  const hint = problem.hint ?? (place.hint === NEXT && details["next"] === undefined ? undefined : told);
  return {
    ...problem,
    ...(hint === undefined ? {} : { hint }),
    errors: errors.map((issue) => ({ ...issue, path: issue.path || "body", expected: issue.expected ?? fill(place.expected, details) })),
  };
}

/** Details in the place of their names. */
function fill(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\{(\w+)\|([^}]*)\}/g, (_, name: string, otherwise: string) => {
    const value = details[name];
    if (Array.isArray(value)) return value.join(", ");
    return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
  });
}
