/** Keeps web pages out of `/_local/…`: a page in the same browser can reach this machine, but cannot forge these headers. */
import type { SignedRequest } from "./sigv4.ts";

/** Why a request is refused. */
export interface LocalRefusal {
  readonly status: 403 | 415;
  readonly code: string;
  readonly detail: string;
}

/** The refusal of a request that a page of another origin could have sent, or undefined. `port` is where this front listens. */
export function refuseForeign({ method, headers, body }: SignedRequest, port: number): LocalRefusal | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const host = headers["host"] ?? "";
  if (!own.includes(host)) return foreign(`Host is "${host}", expected ${own[0]} or ${own[1]}`);
  const origin = headers["origin"];
  if (origin !== undefined && !own.includes(origin.replace(/^http:\/\//, ""))) return foreign(`Origin is "${origin}", expected none`);
  return changesBlindly(method, headers, body);
}

/** A change that a form or a script of another page could send without asking the browser first. */
function changesBlindly(method: string, headers: SignedRequest["headers"], body: Buffer): LocalRefusal | undefined {
  if (method === "GET" || method === "HEAD" || (method === "DELETE" && body.length === 0)) return undefined;
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json") return undefined;
  return { status: 415, code: "local.content_type", detail: `content-type is "${type}", expected application/json` };
}

function foreign(detail: string): LocalRefusal {
  return { status: 403, code: "local.foreign_request", detail: `/_local answers this machine's own callers only: ${detail}` };
}
