// rest-json for DRS, whose client is older than schemas (3.523.0 is the newest): `POST /<Operation>`, all members in the body; tags at `/tags/<ARN>`.
import { awsError } from "../aws-error.ts";
import { bodyText, type EstateRequest } from "../http-message.ts";
import { awsJsonResponse } from "./response.ts";
import type { Protocol } from "./wire.ts";

/** Its lists (DRS API reference). */
const PAGED = /^(?:Describe|ListLaunchActions$)/u;

/** The protocol of a service whose every operation is `POST /<Operation>`. Times are the texts that the operation writes. */
export const plainRestJson: Protocol = {
  pages: (action) => (PAGED.test(action) ? { input: "nextToken", output: "nextToken" } : undefined),
  decode(request) {
    const tagging = taggingOf(request);
    if (tagging !== undefined) return tagging;
    const action = new URL(request.url, "http://estate").pathname.replace(/^\/+|\/+$/gu, "");
    if (request.method !== "POST") throw awsError("UnknownOperationException", `${request.method} ${request.url} is not simulated.`, 404);
    return { action, input: jsonOf(bodyText(request)) };
  },
  encode: (_action, body, requestId) => awsJsonResponse(requestId, { status: 200, contentType: "application/json", body }),
  encodeError: ({ aws, message }, requestId) =>
    awsJsonResponse(requestId, {
      status: aws.status,
      contentType: "application/json",
      body: { message, ...aws.fields },
      headers: { "x-amzn-errortype": aws.code },
    }),
};

/** The three calls that every AWS service with such a path has. */
const taggingOf = (request: EstateRequest): { readonly action: string; readonly input: object } | undefined => {
  const url = new URL(request.url, "http://estate");
  if (!url.pathname.startsWith("/tags/")) return undefined;
  const resourceArn = decodeURIComponent(url.pathname.slice("/tags/".length));
  if (request.method === "GET") return { action: "ListTagsForResource", input: { resourceArn } };
  if (request.method === "DELETE") return { action: "UntagResource", input: { resourceArn, tagKeys: url.searchParams.getAll("tagKeys") } };
  return { action: "TagResource", input: { ...(jsonOf(bodyText(request)) as object), resourceArn } };
};

const jsonOf = (text: string): unknown => {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw awsError("ValidationException", "The request body is not JSON.");
  }
};
