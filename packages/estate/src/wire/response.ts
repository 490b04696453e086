// The HTTP frame around every AWS answer.
import type { EstateResponse } from "../http-message.ts";

/** What a protocol decides about an answer. */
export type AwsAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A response with the request id header that SDK clients report, and the mark that it was simulated. */
export const awsResponse = (requestId: string, { status, contentType, body, headers }: AwsAnswer): EstateResponse => ({
  status,
  headers: { "content-type": contentType, "x-amzn-requestid": requestId, "x-dr-simulated": "true", ...headers },
  body: typeof body === "string" ? body : new TextDecoder().decode(body),
});

/** The same for a JSON body. */
export const awsJsonResponse = (
  requestId: string,
  { body, ...answer }: Omit<AwsAnswer, "body"> & { readonly body: object },
): EstateResponse => awsResponse(requestId, { ...answer, body: JSON.stringify(body) });
