/** What answers a row of the route table, and what it gets. */
import type { Operation, Permission, RULES } from "@dr/routes";
import type { HttpResponse, Logger } from "@dr/runtime";
import type * as z from "zod";
import type { Actor } from "../access.ts";
import type { DocumentBody } from "./document-body.ts";

type ParamsOf<Row> = Row extends { readonly params: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
type QueryOf<Row> = Row extends { readonly query: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
type BodyOf<Row> = Row extends { readonly body: "plan_document" }
  ? DocumentBody
  : Row extends { readonly body: "signed_text" }
    ? string
    : Row extends { readonly body: infer Schema extends z.ZodType }
      ? z.output<Schema>
      : undefined;

/** What of a checked request does not depend on its route. */
export interface RequestInput {
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

/** A checked request, typed by the schemas of its row. */
export interface RouteInput<Row> extends RequestInput {
  readonly params: ParamsOf<Row>;
  readonly query: QueryOf<Row>;
  readonly body: BodyOf<Row>;
}

/** Answers one operation. */
export type Handler<Each extends Operation> = (input: RouteInput<(typeof RULES)[Each]>) => Promise<HttpResponse>;

/** Handlers by operation. For all of them: a row without a handler does not compile. */
export type Handlers<Some extends Operation = Operation> = { readonly [Each in Some]: Handler<Each> };
