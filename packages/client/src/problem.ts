/** What a call may end with, other than an answer. */

import type { problemSchema } from "@dr/routes";
import type * as z from "zod";

/** The body of every refusal (RFC 9457), as the route table declares it; what only the platform's own answers have may be missing behind a proxy. */
export type Problem = Pick<Full, "status" | "code" | "title" | "detail" | "hint" | "errors" | "details"> &
  Partial<Pick<Full, "correlationId">>;
type Full = z.infer<typeof problemSchema>;

/** The API refused, or could not serve, a request. Branch on `problem.code`. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

/**
 * No answer came, after every try. For a request that changes something the outcome is unknown: `idempotencyKey` is the key to repeat it with,
 * which gives the first answer if there was one.
 */
export class NoAnswer extends Error {
  readonly idempotencyKey: string | undefined;

  constructor(message: string, options: { readonly cause: unknown; readonly idempotencyKey: string | undefined }) {
    super(message, { cause: options.cause });
    this.name = "NoAnswer";
    this.idempotencyKey = options.idempotencyKey;
  }
}

/** A problem of any answer that is not one of success, also of a proxy that speaks no problem+json. */
export function toProblem(status: number, body: unknown): Problem {
  const said = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  if (typeof said.code === "string" && typeof said.detail === "string") return { title: "", ...said, status } as Problem;
  const detail = typeof body === "string" ? body.slice(0, 300) : JSON.stringify(body);
  return { status, code: `http.${status}`, title: "", detail: `an answer that is not the platform's: ${detail}` };
}
