/** Conditional and patient requests: `If-None-Match` and `Prefer: wait=`. */
import type { HttpResponse } from "@dr/runtime";
import { readTags, versionIn } from "./tags.ts";

type Headers = Readonly<Record<string, string>>;

/** Longest that a request is held: API Gateway gives up after 30 s. */
const MAX_WAIT_SECONDS = 25;
/** Left for the answer itself. */
const ANSWER_MS = 3_000;

/** True if the client has what this tag names: any of its tags, weak or not, or `*`. */
function hasTag(headers: Headers, etag: string): boolean {
  const bare = (tag: string): string => tag.replace(/^W\//, "");
  return [readTags(headers["if-none-match"]) ?? []].flat().some((tag) => tag === "*" || bare(tag) === bare(etag));
}

/** The answer as it is, or a 304 if the client has it already. */
export function unlessKnown(response: HttpResponse, headers: Headers): HttpResponse {
  const etag = response.headers?.["etag"];
  if (response.status !== 200 || etag === undefined || !hasTag(headers, etag)) return response;
  return { status: 304, headers: { etag } };
}

/** The version that a client of a status has, from the one tag that it sends; undefined without one. */
export function knownVersion(headers: Headers): number | undefined {
  return versionIn((headers["if-none-match"] ?? "").trim());
}

/**
 * The tag of a status: weak, since who may act next also depends on the time and on who asks. What stands in a queue moves on without a word
 * of its own, so its place belongs to the tag, and `knownVersion` does not take such a tag for the whole truth.
 */
export function statusTag(version: number, place = ""): string {
  return `W/"${version}${place === "" ? "" : `-${place}`}"`;
}

/** What waiting needs. */
export interface Waiting {
  readonly headers: Headers;
  readonly remainingMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Looks once, and with `Prefer: wait=N` each second again until there is something, N seconds (at most 25) are over, or time runs out. */
export async function waitFor<T>({ headers, remainingMs, sleep }: Waiting, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const seconds = waitSeconds(headers);
  for (let waited = 0; ; waited += 1) {
    const found = await look();
    if (found !== undefined || waited >= seconds || remainingMs() < ANSWER_MS + 1000) return found;
    await sleep(1000);
  }
}

/** Says that the client was listened to; nothing when it did not ask. */
export function preferenceApplied(headers: Headers): Record<string, string> {
  const seconds = waitSeconds(headers);
  return seconds === 0 ? {} : { "preference-applied": `wait=${seconds}` };
}

function waitSeconds(headers: Headers): number {
  const [, wanted] = /(?:^|[,;\s])wait\s*=\s*(\d{1,6})(?:$|[,;\s])/i.exec(headers["prefer"] ?? "") ?? [];
  return Math.min(Number(wanted ?? 0), MAX_WAIT_SECONDS);
}
