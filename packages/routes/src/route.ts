/** What a route is: a row of data from which router, gateway, documents and clients are made. */
import type * as z from "zod";
import type { Permission } from "./permissions.ts";

/** Below this every route stands; the same paths work without it. */
export const API_BASE = "/api/v1";

/**
 * Who may ask: whoever has the permission, any caller that has a role, or anybody at all. The last is for what cannot be signed, and says why.
 * There is no default: a row without it does not compile.
 */
export type Access = Permission | "any_role" | { readonly open: string };

/** Calls that share a budget. */
export type RateClass = "read" | "list" | "write" | "command" | "start" | "heavy";

/** One answer of a route. */
export interface AnswerRow {
  readonly description: string;
  /** Other types that the answer may have on request, e.g. `text/csv`. */
  readonly types?: readonly string[];
  /** Absent for an answer without a body. */
  readonly body?: z.ZodType;
  /** Headers that a client can count on, beside `content-type` and `x-correlation-id`. */
  readonly headers?: readonly string[];
}

/** A body as it may look. */
export interface BodyExample {
  readonly summary: string;
  readonly value: unknown;
}

/** What of a route is needed to serve it: the only part that a cold start of the API reads. */
export interface RouteRule {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `API_BASE`; a parameter stands in braces, e.g. `/plans/{planId}`. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** Permissions that some requests need besides, and which. */
  readonly further?: Readonly<Partial<Record<Permission, string>>>;
  readonly rate: RateClass;
  /** True if `Prefer: wait=<seconds>` holds the answer. */
  readonly waits?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** `plan_document`: JSON or YAML by content type, checked by the plan's own parser. `signed_text`: as it came, byte for byte. Absent: a body is not read. */
  readonly body?: z.ZodType | "plan_document" | "signed_text";
  /** Media types that a good answer may have; absent: JSON alone. Empty where it has no body. */
  readonly produces?: readonly string[];
}

/** What is said of a route: for documents, clients and tests. */
export interface RouteWords {
  readonly tag: "plans" | "executions" | "technologies" | "discovery" | "platform" | "accounts" | "webhooks";
  readonly summary: string;
  readonly description?: string;
  readonly examples?: readonly BodyExample[];
  readonly answers: Readonly<Record<number, AnswerRow>>;
  /** Codes of the problems that are this route's own; `COMMON_PROBLEMS` come with every route. */
  readonly problems: readonly string[];
}

/** One line of the route table. */
export interface RouteRow extends RouteRule, RouteWords {}

/** Problems that any route may answer with. */
const COMMON_PROBLEMS = [
  "request.invalid",
  "auth.forbidden",
  "http.not_acceptable",
  "http.precondition_failed",
  "http.too_many_requests",
  "internal.unexpected",
] as const;
/** Problems of every route with a JSON body. */
const BODY_PROBLEMS = ["http.malformed_json", "http.unsupported_media_type", "http.body_too_large", "http.not_utf8"] as const;
/** Problems of everything that changes something. */
const CHANGE_PROBLEMS = ["idempotency.invalid_key", "idempotency.key_reused", "idempotency.in_progress"] as const;

/** Problems of every route that may be given a callback. */
export const CALLBACK_PROBLEMS = ["callback.not_set_up", "delivery.url_refused"] as const;

/** Keeps the exact type of a rule, so that its handler gets the types of its schemas. */
export function defineRoute<const Rule extends RouteRule>(rule: Rule): Rule {
  return rule;
}

/** Every code that a route may answer with. */
export function problemsOf(row: RouteRow): readonly string[] {
  return [
    ...COMMON_PROBLEMS,
    ...(row.body === undefined ? [] : BODY_PROBLEMS),
    ...(row.method === "GET" ? [] : CHANGE_PROBLEMS),
    ...row.problems,
  ];
}

/** True if the row holds a change to the version that `If-Match` or `?expectedVersion` names. */
export function comparesVersions({ method, query }: RouteRule): boolean {
  return method !== "GET" && query !== undefined && "expectedVersion" in query.shape;
}

/** The media types that a good answer may have. */
export function typesOf({ produces = JSON_ALONE }: RouteRule): readonly string[] {
  return produces;
}

const JSON_ALONE = ["application/json"];
