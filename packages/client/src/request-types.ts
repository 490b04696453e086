/** The types of requests and answers, taken from the route table. */
import type { Operation, ROUTES } from "@dr/routes";
import type * as z from "zod";

type Row<Op extends Operation> = (typeof ROUTES)[Op];
type Text = string | number | boolean;

type Params<R> = R extends { readonly params: infer P extends z.ZodType }
  ? { readonly params: { readonly [Key in keyof z.input<P>]: string | number } }
  : unknown;
type Query<R> = R extends { readonly query: infer Q extends z.ZodType }
  ? { readonly query?: { readonly [Key in keyof z.input<Q>]?: Text | readonly Text[] | undefined } }
  : unknown;
type Body<R> = R extends { readonly body: infer B }
  ? B extends z.ZodType
    ? undefined extends z.input<B>
      ? { readonly body?: z.input<B> }
      : { readonly body: z.input<B> }
    : { readonly body: unknown }
  : unknown;

/** What every request may say besides. */
export interface RequestOptions {
  /** `Idempotency-Key` of a request that changes something. One is made if there is none, so that a lost answer may be asked for again. */
  readonly idempotencyKey?: string;
  /** `Prefer: wait`: seconds, at most 25, that the answer may be held. */
  readonly waitSeconds?: number;
  /** The `etag` of the answer before: an answer with status 304 and no body says that nothing changed. */
  readonly ifNoneMatch?: string;
  /** The `etag` of the version that is replaced. */
  readonly ifMatch?: string;
  /** Of a plan document that is text; `application/yaml` by default for text, `application/json` otherwise. */
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** A request of one operation. */
export type RequestOf<Op extends Operation> = Params<Row<Op>> & Query<Row<Op>> & Body<Row<Op>> & RequestOptions;

type Bodies<Answers> = {
  [Status in keyof Answers]: Answers[Status] extends { readonly body: infer B extends z.ZodType } ? z.output<B> : null;
};

/** What an operation answers with when it succeeds. */
export type BodyOf<Op extends Operation> = Bodies<Row<Op>["answers"]>[keyof Row<Op>["answers"]];

/** A successful answer. `status` is one of the operation's own, or 304 (then `body` is null) if `ifNoneMatch` was given. */
export interface Answer<B> {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string | undefined;
  readonly body: B;
}

/** One method per operation of the route table. */
export type Client = {
  readonly [Op in Operation]: <const Request extends RequestOf<Op>>(
    request: Request,
  ) => Promise<Answer<Request extends { readonly ifNoneMatch: string } ? BodyOf<Op> | null : BodyOf<Op>>>;
};
