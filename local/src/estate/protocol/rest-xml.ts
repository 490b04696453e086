// The restXml protocol (Route 53): operations are routes; path, query and an XML body carry the input.
import { awsError } from "../aws-error.ts";
import { bodyText, type EstateRequest } from "../http-message.ts";
import type { Protocol } from "../service.ts";
import { awsResponse } from "./response.ts";
import { parseXml, toXml } from "./xml.ts";

/** A route. The named groups of `path` and all query parameters become input members; so does the body, as `body`. */
export type RestRoute = { readonly action: string; readonly method: "GET" | "POST"; readonly path: RegExp };

/** The protocol for a table of routes; `namespace` is what AWS sends and clients ignore. */
export const restXmlProtocol = (namespace: string, routes: readonly RestRoute[]): Protocol => ({
  decode(request) {
    const url = new URL(request.url, "http://estate");
    for (const { action, method, path } of routes) {
      const match = method === request.method ? path.exec(url.pathname) : null;
      if (match === null) continue;
      const fromPath = Object.entries(match.groups ?? {}).map(([name, value]) => [name, unescapedPart(value)]);
      return { action, input: { ...Object.fromEntries([...url.searchParams, ...fromPath]), ...xmlBody(request) } };
    }
    throw awsError("InvalidAction", `${request.method} ${url.pathname} is not simulated.`, 404);
  },
  encode: (action, output, requestId) =>
    awsResponse(requestId, { status: 200, contentType: "text/xml", body: toXml(`${action}Response`, { "@_xmlns": namespace, ...output }) }),
  encodeError: ({ aws, message }, requestId) =>
    awsResponse(requestId, {
      status: aws.status,
      contentType: "text/xml",
      body: toXml("ErrorResponse", {
        "@_xmlns": namespace,
        Error: { Type: aws.status < 500 ? "Sender" : "Receiver", Code: aws.code, Message: message },
        RequestId: requestId,
      }),
    }),
});

const unescapedPart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw awsError("InvalidInput", "The path is not well-formed.");
  }
};

const xmlBody = (request: EstateRequest): { readonly body?: unknown } => {
  const text = bodyText(request);
  if (text === "") return {};
  try {
    return { body: parseXml(text) };
  } catch {
    throw awsError("MalformedInput", "The request body is not well-formed XML.");
  }
};
