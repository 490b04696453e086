// The ec2Query protocol: form in, XML out without a result wrapper, and an error envelope of its own.
import type { Protocol } from "../service.ts";
import { decodeQuery } from "./aws-query.ts";
import { awsResponse } from "./response.ts";
import { toXml } from "./xml.ts";

const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** The protocol of EC2. */
export const ec2QueryProtocol: Protocol = {
  decode: decodeQuery,
  encode: (action, output, requestId) =>
    awsResponse(requestId, {
      status: 200,
      contentType: "text/xml",
      body: toXml(`${action}Response`, { "@_xmlns": NAMESPACE, requestId, ...output }),
    }),
  encodeError: ({ aws, message }, requestId) =>
    awsResponse(requestId, {
      status: aws.status,
      contentType: "text/xml",
      body: toXml("Response", { Errors: { Error: { Code: aws.code, Message: message } }, RequestID: requestId }),
    }),
};
