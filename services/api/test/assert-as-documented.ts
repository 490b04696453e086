/** Holds every answer that any test gets to the route table: status, body, headers, and the code of a problem. */
import { problemSchema, problemsOf, type RouteRow } from "@dr/routes";

type Row = RouteRow & { readonly operation: string };
interface Given {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Throws for an answer that the row does not name. */
export function assertAsDocumented(row: Row, given: Given, body: unknown): void {
  if (given.statusCode >= 400) assertProblem(row, body);
  else if (given.statusCode === 304) assertTagged(row, given);
  else assertAnswer(row, given, body);
}

function assertProblem(row: Row, body: unknown): void {
  const { code, status, errors = [] } = problemSchema.parse(body);
  if (!problemsOf(row).includes(code)) throw new Error(`${row.operation} answers ${code}, which its row does not name`);
  if (status >= 500) return;
  if (errors.length === 0) throw new Error(`${row.operation} answers ${code} without a place`);
  for (const { path, expected = "" } of errors)
    if (path === "" || expected === "" || /\{\w+\|/.test(expected))
      throw new Error(`${row.operation} answers ${code} at \`${path}\`, expected \`${expected}\``);
}

function assertTagged({ operation, answers }: Row, { headers }: Given): void {
  const tagged = answers[200]?.headers?.includes("etag") ?? false;
  if (!tagged || headers["etag"] === undefined) throw new Error(`${operation} answers 304 without an etag, or has none`);
}

function assertAnswer({ operation, answers }: Row, { statusCode, headers }: Given, body: unknown): void {
  const declared = answers[statusCode];
  if (!declared) throw new Error(`${operation} answers ${statusCode}, which its row does not name`);
  const type = headers["content-type"]?.split(";")[0] ?? "";
  if (declared.types?.includes(type)) return;
  if (declared.body) declared.body.parse(body);
  else if (body !== undefined) throw new Error(`${operation} answers ${statusCode} with a body`);
  const missing = (declared.headers ?? []).filter((name) => headers[name] === undefined);
  if (missing.length > 0) throw new Error(`${operation} answers without ${missing.join(", ")}`);
}
