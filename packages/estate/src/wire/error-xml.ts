// The error bodies of the XML protocols.
import type { AwsError } from "../aws-error.ts";
import type { EstateResponse } from "../http-message.ts";
import { awsResponse } from "./response.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (value: string): string => value.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);

const codeAndMessage = ({ aws, message }: AwsError): string => `<Code>${escaped(aws.code)}</Code><Message>${escaped(message)}</Message>`;

/** `<ErrorResponse>` of aws-query and rest-xml. */
export const errorResponse = (error: AwsError, requestId: string, namespace = ""): EstateResponse => {
  const type = error.aws.status < 500 ? "Sender" : "Receiver";
  return awsResponse(requestId, {
    status: error.aws.status,
    contentType: "text/xml",
    body: `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type>${codeAndMessage(error)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  });
};

/** `<Response><Errors>` of EC2. */
export const ec2ErrorResponse = (error: AwsError, requestId: string): EstateResponse =>
  awsResponse(requestId, {
    status: error.aws.status,
    contentType: "text/xml",
    body: `<Response><Errors><Error>${codeAndMessage(error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  });
