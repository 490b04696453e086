/** What a route is: one line of the table, and what its handler gets. */
import type { HttpResponse, Logger } from "@dr/runtime";
import type { z } from "zod";
import type { Actor, Permission } from "../access.ts";
import type { DocumentBody } from "./document-body.ts";

/** A checked request, as a handler gets it. */
export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: Actor;
  /** Throws `auth.forbidden` unless the caller has this permission too. */
  readonly assertMay: (permission: Permission) => void;
  readonly headers: Readonly<Record<string, string>>;
  readonly correlationId: string;
  /** Names this request in the log. The repeat of a request with an `Idempotency-Key` has the same one. */
  readonly requestId: string;
  /** True if an earlier try of this request may have done its work and died before answering. */
  readonly repeated: boolean;
  readonly logger: Logger;
  readonly remainingMs: () => number;
}

/** How a body is read: checked JSON (absent = undefined), or the text of a plan document. */
export type BodyOf<Body> = z.ZodType<Body> | "document" | undefined;

/** One line of the route table. */
export interface RouteSpec<Params, Query, Body> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** API Gateway's template, e.g. `/api/v1/plans/{planId}`. */
  readonly path: string;
  readonly permission: Permission | null;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: BodyOf<Body>;
  readonly handle: (input: RouteInput<Params, Query, Body>) => Promise<HttpResponse>;
}

/** A route whose types have been checked where it was written. */
export type Route = RouteSpec<unknown, unknown, unknown>;

/** Declares a route: the handler's input has the types of the schemas. */
export function route<Params = undefined, Query = undefined, Body = undefined>(spec: RouteSpec<Params, Query, Body>): Route {
  return spec as unknown as Route;
}

/** Declares a route whose body is a plan document (JSON or YAML by content type). */
export function documentRoute<Params = undefined, Query = undefined>(spec: Omit<RouteSpec<Params, Query, DocumentBody>, "body">): Route {
  return { ...spec, body: "document" } as unknown as Route;
}
