/** The same request with the same `Idempotency-Key` does its work once and gets the same answer. */
import { createHash } from "node:crypto";
import { DrError, toFailure } from "@dr/events";
import { parseJson, statusOf, type Clock, type HttpRequest, type HttpResponse, type NewId } from "@dr/runtime";
import type { AnswerKeeping } from "./kept-answer.ts";
import type { IdempotencyRecord, IdempotencyRecords } from "./records.ts";

/** What of a request makes it itself. */
export interface IdempotentRequest {
  readonly request: Pick<HttpRequest, "method" | "path" | "query" | "contentType" | "headers" | "rawBody">;
  /** As whom its caller counts, in all sessions. */
  readonly caller: string;
}

/** What the work gets: a name for the request that its repeats share, and whether an earlier try may have got through. */
export interface Once {
  readonly requestId: string;
  readonly repeated: boolean;
}

/** Runs what changes something at most once per key. */
export interface Idempotency {
  /**
   * Without the header: runs the work. With it: runs it once per caller, method, path and key, and afterwards gives the stored answer.
   * Throws `idempotency.invalid_key`, `idempotency.key_reused` (same key, other body, query or content type) or `idempotency.in_progress`.
   */
  readonly run: (request: IdempotentRequest, work: (once: Once) => Promise<HttpResponse>) => Promise<HttpResponse>;
  /** For requests that are not kept: a new name. */
  readonly fresh: () => Once;
}

/** What idempotency is built from. `lockMs` must outlast the function's timeout: then whoever held the lock is dead. */
export interface IdempotencyDeps {
  readonly records: IdempotencyRecords;
  readonly keeping: AnswerKeeping;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly lockMs: number;
  readonly keepSeconds: number;
}

const KEY = /^[\u0021-\u007E]{1,255}$/;
/** A DynamoDB item has 400 KB; an answer larger than this is not one of ours. */
const MAX_STORED_BYTES = 300_000;

/** Idempotency on stored records. */
export function createIdempotency(deps: IdempotencyDeps): Idempotency {
  const fresh = (): Once => ({ requestId: deps.newId(), repeated: false });
  return {
    fresh,
    run: async ({ request, caller }, work) => {
      const given = request.headers["idempotency-key"];
      if (given === undefined) return work(fresh());
      if (!KEY.test(given)) throw new DrError("idempotency.invalid_key", "Idempotency-Key: expected 1 to 255 visible ASCII characters");
      const key = sha256([caller, request.method, request.path, given].join("\n"));
      const taken = await take(deps, key, sha256(contentOf(request)));
      if ("answer" in taken) return replay(await deps.keeping.toAnswer(key, taken.answer.answer ?? "{}"));
      return doWork(deps, taken, work);
    },
  };
}

/** Where what the first request made is found. */
function madeBy({ answer }: IdempotencyRecord): { readonly location?: string } {
  // What tells a secret lies there sealed, and is not opened for this.
  const kept = parseJson(answer ?? "") as HttpResponse | undefined;
  const location = kept?.headers?.["location"];
  return location === undefined ? {} : { location };
}

type Taken = { readonly record: IdempotencyRecord; readonly repeated: boolean } | { readonly answer: IdempotencyRecord };

async function take(deps: IdempotencyDeps, key: string, bodyHash: string): Promise<Taken> {
  const nowMs = deps.clock.nowMs();
  const wanted: IdempotencyRecord = {
    key,
    bodyHash,
    owner: deps.newId(),
    requestId: deps.newId(),
    lockedUntilMs: nowMs + deps.lockMs,
    expiresAt: Math.floor(nowMs / 1000) + deps.keepSeconds,
  };
  const existing = await deps.records.create(wanted);
  // The client repeats a put whose answer was lost, and then meets its own record.
  if (!existing || existing.owner === wanted.owner) return { record: wanted, repeated: false };
  if (existing.bodyHash !== bodyHash)
    throw new DrError("idempotency.key_reused", "this Idempotency-Key was used with another body, query or content type", {
      details: { ...madeBy(existing), hint: "repeat the first request as it was, or use a key of its own for each request" },
    });
  if (existing.answer !== undefined) return { answer: existing };
  const inProgress = new DrError("idempotency.in_progress", "the first request with this Idempotency-Key is still being worked on", {
    retryable: true,
  });
  if (existing.lockedUntilMs > nowMs) throw inProgress;
  // Whoever held it is gone. Its requestId is kept: what it may have written is recognised by it.
  const record = { ...wanted, requestId: existing.requestId };
  if (!(await deps.records.takeOver(record, existing.owner))) throw inProgress;
  return { record, repeated: true };
}

async function doWork(
  { records, keeping }: IdempotencyDeps,
  { record, repeated }: { readonly record: IdempotencyRecord; readonly repeated: boolean },
  work: (once: Once) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  let response: HttpResponse;
  try {
    response = await work({ requestId: record.requestId, repeated });
  } catch (error) {
    await letGo(records, record, error);
    throw error;
  }
  const answer = await keeping.toKept(record.key, response);
  if (Buffer.byteLength(answer) <= MAX_STORED_BYTES) await records.complete(record, answer);
  else await records.unlock(record);
  return response;
}

/** A refusal wrote nothing: the key is free again. After any other error nobody knows, so the next try goes on under the same name. */
async function letGo(records: IdempotencyRecords, record: IdempotencyRecord, error: unknown): Promise<void> {
  const refused = statusOf(toFailure(error).code) < 500 || (error instanceof Error && error.name === "ZodError");
  await (refused ? records.remove(record) : records.unlock(record));
}

function replay(answer: string): HttpResponse {
  const response = JSON.parse(answer) as HttpResponse;
  return { ...response, headers: { ...response.headers, "idempotent-replayed": "true" } };
}

/** All that makes two requests under one key the same: what they say, in which language, and what they ask for beside it. */
function contentOf({ query, contentType, rawBody = "" }: IdempotentRequest["request"]): string {
  const sorted = Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([contentType.trim().toLowerCase(), sorted, rawBody]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
