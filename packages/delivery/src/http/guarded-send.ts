/** Sends a request to a stranger's server: only to public addresses, whatever the name resolves to, and never for long. */
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { hasCode, toFailure } from "@dr/events";
import { Agent, buildConnector, request as httpRequest } from "undici";
import { RequestRefused } from "../attempt.ts";
import type { Answer, OutboundRequest, Send } from "../integration.ts";
import type { BaseEnv } from "@dr/runtime";
import { checkReceiverUrl, type UrlRules } from "./receiver-url.ts";
import { urlRulesFromEnv } from "./url-rules.ts";

/** Resolves a name to all its addresses, as `dns.lookup` with `all`: an error comes without them. */
export type Lookup = (name: string, done: (error: Error | null, addresses?: readonly LookupAddress[]) => void) => void;

/** How requests are sent. Times in milliseconds, sizes in bytes. */
export interface GuardedSendOptions extends UrlRules {
  readonly lookup?: Lookup;
  readonly connectTimeoutMs?: number;
  /** For the head of the answer, and again between two pieces of its body. */
  readonly answerTimeoutMs?: number;
  /** For the whole exchange. */
  readonly totalTimeoutMs?: number;
  readonly maxAnswerBytes?: number;
}

/** Names resolve here as everywhere else; what they resolve to is checked by the connector. */
const dnsLookup: Lookup = (name, done) => {
  systemLookup(name, { all: true }, done);
};

class AddressRefused extends Error {}

/** A sender by the rules of the environment. This module carries undici, half a megabyte: it is loaded with the first request that goes out. */
export function guardedSendFromEnv(env: Pick<BaseEnv, "DR_ESTATE">): Send {
  return createGuardedSend(urlRulesFromEnv(env));
}

/**
 * A sender. Literal addresses, every address that a name resolves to, and the peer of the open connection are all checked: a name that changes its
 * mind between two look-ups is refused as well. Redirects are answers like any other. A larger answer than `maxAnswerBytes` ends the exchange.
 */
export function createGuardedSend(options: GuardedSendOptions): Send {
  const { guard, lookup = dnsLookup, connectTimeoutMs = 3_000, answerTimeoutMs = 10_000, totalTimeoutMs = 15_000 } = options;
  const { maxAnswerBytes = 65_536 } = options;
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    lookup: (name, _options, done) => {
      lookup(name, (error, addresses) => {
        // A name that does not resolve comes without addresses; what is thrown in here nobody can catch, and the process ends.
        const bad = error ? undefined : addresses?.find(({ address }) => !guard.isAllowed(address));
        const refusal = bad ? new AddressRefused(`${name} resolves to ${bad.address}, which is not a public address`) : error;
        done(refusal, refusal ? [] : [...(addresses ?? [])]);
      });
    },
  });
  const agent = new Agent({
    connect: (target, done) => {
      const host = target.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !guard.isAllowed(host)) {
        done(new AddressRefused(`${host} is not a public address`), null);
        return;
      }
      connect(target, (error, socket) => {
        if (error ?? !socket) done(error ?? new Error("no connection"), null);
        else if (guard.isAllowed(socket.remoteAddress ?? "")) done(null, socket);
        else {
          socket.destroy();
          done(new AddressRefused(`the peer ${socket.remoteAddress ?? "(none)"} is not a public address`), null);
        }
      });
    },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: maxAnswerBytes,
    pipelining: 1,
    keepAliveTimeout: 4_000,
  });

  return async (request) => {
    const url = checkUrl(request, options);
    const startedAt = performance.now();
    try {
      const { statusCode, headers, body } = await httpRequest(url, {
        dispatcher: agent,
        method: request.method,
        headers: { ...request.headers },
        body: request.body === "" ? null : request.body,
        signal: AbortSignal.timeout(totalTimeoutMs),
      });
      const text = await body.text();
      const latencyMs = Math.round(performance.now() - startedAt);
      return { status: statusCode, headers: flatten(headers), body: text, latencyMs } satisfies Answer;
    } catch (error) {
      throw explain(error);
    }
  };
}

function checkUrl(request: OutboundRequest, rules: UrlRules): URL {
  try {
    return checkReceiverUrl(request.url, rules);
  } catch (error) {
    if (!hasCode(error, "delivery.url_refused")) throw error;
    throw new RequestRefused(toFailure(error).message, { final: true, cause: error });
  }
}

/** Errors after which the request has certainly not reached anybody. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function explain(error: unknown): unknown {
  const causes = chainOf(error);
  const refused = causes.find((cause) => cause instanceof AddressRefused);
  if (refused) return new RequestRefused(refused.message, { final: true, cause: error });
  const unsent = causes.find((cause) => NEVER_SENT.has((cause as { code?: string }).code ?? ""));
  return unsent ? new RequestRefused(`no connection: ${(unsent as { code?: string }).code ?? unsent.message}`, { cause: error }) : error;
}

function chainOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return [error, ...[error.cause, ...inner].flatMap((cause) => chainOf(cause))];
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]])),
  );
}
