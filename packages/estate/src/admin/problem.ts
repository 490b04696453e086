// Problem documents (RFC 9457) of the estate's own HTTP surface.
import type * as z from "zod";
import type { EstateResponse } from "../http-message.ts";

/** One thing that is wrong with a request: where, and what was expected. */
export type ProblemDetail = { readonly path: string; readonly message: string };

/** A problem+json response with a stable code. */
export const problem = (status: number, code: string, title: string, errors: readonly ProblemDetail[] = []): EstateResponse => ({
  status,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({ type: "about:blank", title, status, code, errors, simulated: true }),
});

/** All complaints of a schema, with paths such as `rds.clusters[0].identifier` below `root`. */
export const badInput = (error: z.ZodError, root: string): EstateResponse =>
  problem(
    400,
    "estate.bad_input",
    "The request does not make sense",
    error.issues.map((issue) => ({ path: toPath(root, issue.path), message: issue.message })),
  );

const toPath = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text === "" ? "" : "."}${String(part)}`),
    root,
  );
