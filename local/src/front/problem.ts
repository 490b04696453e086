/** What the front itself answers, in the words of the API's own problems: a client reads one shape whoever refused. */
import { randomUUID } from "node:crypto";
import type { HttpResponse } from "./api-gateway.ts";

/** Seconds after which it is worth asking again: the part is started again meanwhile, or the runtime has ended with the reason. */
export const RETRY_AFTER = { "retry-after": "2" };

/** Where a request of the API is wrong, as the API itself tells it. */
export function issue(path: string, code: string, message: string, expected: string) {
  return { errors: [{ path, code, message, expected }] };
}

/** An answer of problem+json. `more` overrides what it says of itself. */
export function problem(status: number, code: string, detail: string, more: object = {}): HttpResponse {
  const correlationId = randomUUID();
  const said = { type: `urn:dr-orchestration:problem:${code}`, title: detail, status, code, detail, instance: "/", correlationId, ...more };
  return { status, headers: { "content-type": "application/problem+json", "x-correlation-id": correlationId }, body: JSON.stringify(said) };
}
