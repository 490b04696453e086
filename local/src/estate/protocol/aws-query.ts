// The awsQuery protocol (RDS, STS): form in, XML out, with `<Action>Response` around `<Action>Result`.
import { awsError } from "../aws-error.ts";
import { bodyText } from "../http-message.ts";
import type { Protocol } from "../service.ts";
import { parseQueryForm } from "./query-form.ts";
import { awsResponse } from "./response.ts";
import { toXml } from "./xml.ts";

/** `namespace` is the service's XML namespace, which clients ignore but AWS sends. */
export const awsQueryProtocol = (namespace: string): Protocol => ({
  decode: decodeQuery,
  encode: (action, output, requestId) =>
    awsResponse(requestId, {
      status: 200,
      contentType: "text/xml",
      body: toXml(`${action}Response`, {
        "@_xmlns": namespace,
        [`${action}Result`]: output,
        ResponseMetadata: { RequestId: requestId },
      }),
    }),
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

/** Reads `Action` and the other members of a query-protocol form. */
export const decodeQuery: Protocol["decode"] = (request) => {
  const { Action: action, Version: _, ...input } = parseQueryForm(bodyText(request));
  if (typeof action !== "string") throw awsError("MissingAction", "The request has no Action.");
  return { action, input };
};
