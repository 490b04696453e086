/** Entity tags as headers list them. */

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
