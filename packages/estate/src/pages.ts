/** Whether a web page sent a request: one that is open in a browser here reaches this machine's ports, too. */
import type { IncomingHttpHeaders } from "node:http";

/** SDK clients put buckets and accounts before it; nobody can point such a name elsewhere. */
const OWN_HOST = /^(?:(?:[\w-]+\.)*(?:127\.0\.0\.1|localhost)|\[::1\])(?::\d+)?$/;

/** What a browser says of an address that a person typed, and of a page's own server. */
const OWN_SITES: readonly unknown[] = [undefined, "none", "same-origin"];

/**
 * True for a request with an Origin, for one that a browser says another site made (an image's address: it has no Origin), or for a host that is not this machine: SDK
 * clients and programs send none of these, and a name that somebody pointed to this machine stands in Host.
 */
export function isFromPage(headers: Pick<IncomingHttpHeaders, "origin" | "host" | "sec-fetch-site">): boolean {
  const { host } = headers;
  return isByPage(headers) || (host !== undefined && !OWN_HOST.test(host));
}

/** The same for a server that stands in for a system of another name: only what a browser says of itself counts. */
export function isByPage({ origin, "sec-fetch-site": site }: Pick<IncomingHttpHeaders, "origin" | "sec-fetch-site">): boolean {
  return origin !== undefined || !OWN_SITES.includes(site);
}
