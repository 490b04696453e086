/** What a request makes its answer depend on: the types that it accepts, and the version that it knows. */
import { DrError } from "@dr/events";
import { comparesVersions, typesOf, type RouteRule } from "@dr/routes";
import type { HttpResponse } from "@dr/runtime";
import { readTags } from "./tags.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * Refuses before anything is done. Throws `http.not_acceptable` if the client takes none of the types that the row has, and `http.precondition_failed`
 * for a condition on a change that the row cannot hold: to pass over it would do what the client wanted not to be done.
 */
export function assertConditions(row: RouteRule, headers: Headers): void {
  assertAcceptable(typesOf(row), headers["accept"]);
  if (row.method === "GET") return;
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (noneMatch !== undefined) throw failed("If-None-Match is for reads; a change takes If-Match, where it replaces a version");
  if (match !== undefined && match.trim() !== "*" && !comparesVersions(row))
    throw failed("nothing here has a version that If-Match could name");
}

/** Refuses what was read if it is not what `If-Match` names. Throws `http.precondition_failed`. */
export function assertMatches(response: HttpResponse, headers: Headers): void {
  const tags = readTags(headers["if-match"]);
  if (tags === undefined || tags === "*" || response.status >= 300) return;
  const etag = response.headers?.["etag"];
  // The strong comparison (RFC 9110, 8.8.3.2): a weak tag is like no other.
  if (etag === undefined || etag.startsWith("W/") || !tags.includes(etag)) throw failed("what stands here is not what If-Match names");
}

/** Refuses a query that says something twice: one of the two would be passed over. Throws `request.invalid`. */
export function assertOnce(repeated: readonly string[]): void {
  if (repeated.length === 0) return;
  const errors = repeated.slice(0, 50).map((name) => ({
    path: name.slice(0, 100),
    code: "repeated",
    message: "it stands more than once in the query",
    expected: name === "tag" ? "once, several separated by commas: tag=a=1,b=2" : "once",
  }));
  throw new DrError("request.invalid", `${errors.length} invalid value(s) in the query`, { details: { errors } });
}

function failed(message: string): DrError {
  return new DrError("http.precondition_failed", message, {
    details: { hint: "leave the header out, or read again and send the new ETag" },
  });
}

/** Refuses a body in a coding that nobody here undoes, or in another charset than UTF-8. Throws `http.unsupported_media_type`. */
export function assertPlain({ "content-encoding": coding = "identity", "content-type": type = "" }: Headers): void {
  const [, charset] = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type) ?? [];
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw new DrError("http.unsupported_media_type", `bodies are UTF-8; got charset ${charset.slice(0, 100)}`, {
      details: { accepted: [`${type.slice(0, type.indexOf(";")).trim()}; charset=utf-8`] },
    });
  }
  if (/^\s*(?:identity)?\s*$/i.test(coding)) return;
  throw new DrError("http.unsupported_media_type", `bodies are taken as they are; got content-encoding ${coding.slice(0, 100)}`, {
    details: { acceptedEncodings: ["identity"] },
  });
}

function assertAcceptable(types: readonly string[], accept: string | undefined): void {
  const ranges = readRanges(accept ?? "");
  if (types.length === 0 || ranges.length === 0 || types.some((type) => qualityOf(type, ranges) > 0)) return;
  throw new DrError("http.not_acceptable", `the answer is ${types.join(" or ")}, which Accept does not take`, {
    details: { available: types },
  });
}

/** The type that the client likes best of those that a row has; the row's first where it says nothing, or likes several as much. */
export function preferredType(types: readonly string[], accept: string | undefined): string | undefined {
  const ranges = readRanges(accept ?? "");
  if (ranges.length === 0) return types[0];
  const liked = types.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  return liked.toSorted((a, b) => b.quality - a.quality)[0]?.type;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

/** Ranges of an `Accept`; what is none is passed over. A bare `*` is what some old clients send. */
function readRanges(accept: string): readonly Range[] {
  return accept.split(",").flatMap((part) => {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const type = name === "*" ? "*/*" : name;
    if (!/^[^\s/]+\/[^\s/]+$/.test(type)) return [];
    const quality = parameters.flatMap((each) => /^q\s*=\s*([01](?:\.\d*)?)$/.exec(each)?.[1] ?? [])[0];
    return [{ type, quality: Number(quality ?? 1) }];
  });
}

/** The quality of the nearest range (RFC 9110, 12.5.1); 0 if none fits. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const nearest = [type, `${type.split("/")[0]}/*`, "*/*"].map((wanted) => ranges.find((range) => range.type === wanted));
  return nearest.find((range) => range !== undefined)?.quality ?? 0;
}
