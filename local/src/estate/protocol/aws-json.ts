// The JSON protocols: restJson1 with one POST path per operation (DRS), and awsJson1.1 with a target header (SSM).
import { awsError } from "../aws-error.ts";
import { bodyText, type EstateRequest, headerOf } from "../http-message.ts";
import type { Protocol } from "../service.ts";
import { awsJsonResponse } from "./response.ts";

/** restJson1 where `POST /<Operation>` carries all members in the body, as every DRS operation used here does. */
export const restJsonProtocol: Protocol = {
  decode(request) {
    const action = new URL(request.url, "http://estate").pathname.replace(/^\/+|\/+$/gu, "");
    if (request.method !== "POST") throw awsError("UnknownOperationException", `${request.method} ${request.url} is not simulated.`, 404);
    return { action, input: jsonBody(request, "ValidationException") };
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

/** awsJson1.1: the operation is the last part of `X-Amz-Target`. */
export const awsJsonProtocol: Protocol = {
  decode(request) {
    const action = headerOf(request, "x-amz-target")?.split(".").at(-1);
    if (action === undefined) throw awsError("UnknownOperationException", "The request has no X-Amz-Target.");
    return { action, input: jsonBody(request, "SerializationException") };
  },
  encode: (_action, body, requestId) => awsJsonResponse(requestId, { status: 200, contentType: "application/x-amz-json-1.1", body }),
  encodeError: ({ aws, message }, requestId) =>
    awsJsonResponse(requestId, {
      status: aws.status,
      contentType: "application/x-amz-json-1.1",
      body: { __type: aws.code, message, ...aws.fields },
    }),
};

const jsonBody = (request: EstateRequest, errorCode: string): unknown => {
  const text = bodyText(request);
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw awsError(errorCode, "The request body is not JSON.");
  }
};
