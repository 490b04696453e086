/** Which URLs a receiver may have. Asked when it is saved and again at every send. */
import { isIP } from "node:net";
import { DrError } from "@dr/events";
import type { AddressGuard } from "./address-guard.ts";

/** Ports that webhooks are received on. */
const PORTS = new Set(["", "443", "8443"]);

/** How strict to be: on one machine, receivers of its own loopback may be plain HTTP on any port. */
export interface UrlRules {
  readonly guard: AddressGuard;
  readonly allowPlainLoopback?: boolean;
}

/** A name as the public DNS has them: letters, digits and hyphens, at least two labels. */
const PUBLIC_NAME = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

/** A scheme, two slashes, and a host at once. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/\\?#\s]/i;

/** The URL, parsed. Throws `delivery.url_refused` with the reason: not https, credentials in it, another port, a literal address that is not public. */
export function checkReceiverUrl(text: string, { guard, allowPlainLoopback = false }: UrlRules): URL {
  const url = parse(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username !== "" || url.password !== "") throw refused("credentials in a URL end up in logs: use a header or a signature");
  if (url.hash !== "") throw refused("a fragment is never sent");
  if (allowPlainLoopback && /^(127\.|::1$)/.test(host) && guard.isAllowed(host)) return url;
  if (url.protocol !== "https:") throw refused(`${url.protocol} is not encrypted: expected https:`);
  if (!PORTS.has(url.port)) throw refused(`port ${url.port}: expected 443 or 8443`);
  checkHost(host, guard);
  return url;
}

function checkHost(host: string, guard: AddressGuard): void {
  const literal = isIP(host) !== 0;
  if (literal && !guard.isAllowed(host)) throw refused(`${host} is not a public address`);
  if (!literal && !PUBLIC_NAME.test(host)) throw refused(`${host} is not a name of the public DNS`);
}

function parse(text: string): URL {
  if (text.length > 2_048) throw refused("longer than 2,048 characters");
  // Parsers make `https:///a.b/` the host a.b: what people read is not what is called.
  if (!AUTHORITY.test(text)) throw refused("not a URL: expected https:// and a host");
  try {
    return new URL(text);
  } catch {
    throw refused("not a URL");
  }
}

function refused(reason: string): DrError {
  return new DrError("delivery.url_refused", reason);
}
