/** Polls of an execution that has not moved: one read of what came after the version that the client has, whatever the whole answer costs. */
import type { ExecutionState } from "@dr/domain";
import type { Loaded } from "@dr/event-log";
import type { HttpResponse } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import { knownVersion, preferenceApplied, statusTag, waitFor } from "../http/conditional.ts";
import type { RequestInput } from "../http/route.ts";
import { executionStream } from "../streams.ts";
import { loadExecution } from "./find-execution.ts";

type Asked = Pick<RequestInput, "headers"> & { readonly remainingMs?: () => number };

/** The 304 for a client whose version is the last one, where `remainingMs` is given when the wait of `Prefer` is over; undefined if there is something new, or no version was sent. */
export async function unchanged(
  { log, sleep }: Pick<ApiDeps, "log" | "sleep">,
  executionId: string,
  asked: Asked,
): Promise<HttpResponse | undefined> {
  const known = knownVersion(asked.headers);
  if (known === undefined) return undefined;
  const look = async () => (await log.read(executionStream(executionId), { afterVersion: known, limit: 1 }))[0];
  return (await lookPatiently(look, asked, sleep)) === undefined ? notModified(known, asked) : undefined;
}

/**
 * The execution, or the 304 of `unchanged`. One that this process remembers is read once in either case, from where its memory ends; of any other it is asked first whether there is
 * anything new. Throws `execution.not_found`.
 */
export async function currentOrUnchanged(
  deps: Pick<ApiDeps, "log" | "sleep" | "executions">,
  executionId: string,
  asked: Asked,
): Promise<{ readonly current: Loaded<ExecutionState> } | { readonly answer: HttpResponse }> {
  const known = knownVersion(asked.headers);
  if (known === undefined || !(await deps.executions.remembers(executionId))) {
    const answer = await unchanged(deps, executionId, asked);
    return answer ? { answer } : { current: await loadExecution(deps, executionId) };
  }
  const look = async () => {
    const current = await loadExecution(deps, executionId);
    return current.head.version > known ? current : undefined;
  };
  const current = await lookPatiently(look, asked, deps.sleep);
  return current ? { current } : { answer: notModified(known, asked) };
}

function lookPatiently<T>(
  look: () => Promise<T | undefined>,
  { headers, remainingMs }: Asked,
  sleep: ApiDeps["sleep"],
): Promise<T | undefined> {
  return remainingMs ? waitFor({ headers, remainingMs, sleep }, look) : look();
}

function notModified(known: number, { headers, remainingMs }: Asked): HttpResponse {
  return { status: 304, headers: { etag: statusTag(known), ...(remainingMs ? preferenceApplied(headers) : {}) } };
}
