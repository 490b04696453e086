/** Entity tags as headers list them. */
import { createHash } from "node:crypto";
import type { HttpResponse } from "@dr/runtime";

const TAG = /^(?:W\/)?"[\u0021\u0023-\u007E\u0080-\u00FF]*"$/;

/** The tags of `If-Match` or `If-None-Match`: `*`, or a list of quoted ones; undefined without the header. What is no tag stands in the list as it came. */
export function readTags(header: string | undefined): "*" | readonly string[] | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  return text === "*" ? "*" : text.split(",").map((tag) => tag.trim());
}

/** True for a tag as HTTP writes it (RFC 9110, 8.8.3). */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** The version that a tag of ours names, weak or not; undefined for any other. */
export function versionIn(tag: string): number | undefined {
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag) ?? [];
  return version === undefined ? undefined : Number(version);
}

/** A 200 whose tag is made of what it says: for what has no version of its own. A poll of it costs what reading it costs, and brings nothing twice. */
export function tagged(body: Readonly<Record<string, unknown>>): HttpResponse {
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  return { status: 200, headers: { etag: `"${hash.slice(0, 22)}"` }, body };
}
