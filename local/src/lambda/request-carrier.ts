/** Carries what functions ask of tables, queues and the bus on this machine: half of what the SDK's own handler takes of the processor goes into timers and streams. */
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS, type ClientRequestHandler } from "@dr/runtime";
import { HttpResponse, type HttpRequest } from "@smithy/protocol-http";
import { Agent } from "undici";
import { flatHeaders } from "../flat-headers.ts";

/** In milliseconds. */
export interface CarrierTimes {
  readonly connectMs: number;
  readonly answerMs: number;
}

/** A handler over kept connections, which all clients of a thread share. What never reached anybody, or of which nobody knows, fails as with the SDK's own: by the name that the SDK repeats. */
export function createRequestCarrier(
  { connectMs, answerMs }: CarrierTimes = { connectMs: CONNECTION_TIMEOUT_MS, answerMs: REQUEST_TIMEOUT_MS },
): ClientRequestHandler {
  const agent = new Agent({ connect: { timeout: connectMs }, headersTimeout: answerMs, bodyTimeout: answerMs });
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle: async (request: HttpRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) => {
      const { protocol, hostname, port, method, path, headers } = request;
      const origin = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
      const sent = {
        origin,
        path,
        method: method as "POST",
        headers,
        body: request.body as string | Uint8Array,
        signal: abortSignal ?? null,
      };
      try {
        const { statusCode, headers: heard, body } = await agent.request(sent);
        return { response: new HttpResponse({ statusCode, headers: flatHeaders(heard), body: await body.bytes() }) };
      } catch (error) {
        throw asRepeatable(error);
      }
    },
    destroy: () => undefined,
  };
}

/** The SDK repeats what bears this name; codes of the system it knows by itself. */
function asRepeatable(error: unknown): unknown {
  const { code = "" } = error as { readonly code?: string };
  const isLost = ["ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(code) || /^UND_ERR_(?:SOCKET|(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/.test(code);
  return isLost && error instanceof Error ? Object.assign(error, { name: "TimeoutError" }) : error;
}
