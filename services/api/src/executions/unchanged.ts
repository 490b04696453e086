/** Polls of an execution that has not moved: one read of what came after the version that the client has, whatever the whole answer costs. */
import type { HttpResponse } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import { knownVersion, preferenceApplied, statusTag, waitFor } from "../http/conditional.ts";
import type { RequestInput } from "../http/route.ts";
import { executionStream } from "../streams.ts";

/** The 304 for a client whose version is the last one, where `remainingMs` is given when the wait of `Prefer` is over; undefined if there is something new, or no version was sent. */
export async function unchanged(
  { log, sleep }: Pick<ApiDeps, "log" | "sleep">,
  executionId: string,
  { headers, remainingMs }: Pick<RequestInput, "headers"> & { readonly remainingMs?: () => number },
): Promise<HttpResponse | undefined> {
  const known = knownVersion(headers);
  if (known === undefined) return undefined;
  const look = async () => (await log.read(executionStream(executionId), { afterVersion: known, limit: 1 }))[0];
  const news = await (remainingMs ? waitFor({ headers, remainingMs, sleep }, look) : look());
  return news === undefined
    ? { status: 304, headers: { etag: statusTag(known), ...(remainingMs ? preferenceApplied(headers) : {}) } }
    : undefined;
}
