/** Whether a web page sent a request: one that is open in a browser here reaches this machine's ports, too. */
import type { IncomingHttpHeaders } from "node:http";

/** SDK clients put buckets and accounts before it; nobody can point such a name elsewhere. */
const OWN_HOST = /^(?:(?:[\w-]+\.)*(?:127\.0\.0\.1|localhost)|\[::1\])(?::\d+)?$/;

/**
 * True for a request with an Origin, or for a host that is not this machine: SDK clients and programs send neither, a page cannot leave both out of a request that
 * changes something, and a name that somebody pointed to this machine stands in Host.
 */
export function isFromPage({ origin, host }: Pick<IncomingHttpHeaders, "origin" | "host">): boolean {
  return origin !== undefined || (host !== undefined && !OWN_HOST.test(host));
}
