// The query protocols: aws-query (RDS, STS, ELBv2) and ec2-query. A form in, XML out.
import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { awsError } from "../aws-error.ts";
import { bodyText } from "../http-message.ts";
import { ec2ErrorResponse, errorResponse } from "./error-xml.ts";
import { parseForm, readForm } from "./query-form.ts";
import { awsResponse } from "./response.ts";
import type { OperationSchema } from "./schema.ts";
import type { ClientProtocol, Codec } from "./wire.ts";

/** The codec for the operations of a service; the answer's namespace is the client's. */
export const queryCodec = (protocol: ClientProtocol, operations: ReadonlyMap<string, OperationSchema>): Codec => {
  const ec2 = protocol.getShapeId().endsWith("ec2Query");
  const { xmlNamespace: namespace = "" } = protocol.options;
  return {
    unknownStatus: 400,
    read(request) {
      const { Action: action, Version: _, ...form } = parseForm(bodyText(request));
      if (typeof action !== "string") throw awsError("MissingAction", "The request has no Action.");
      const operation = operations.get(action);
      return operation && { action: operation.name, input: readForm(operation.input, form, { ec2 }) ?? {} };
    },
    encode(action, output, requestId) {
      const schema = operations.get(action)?.output;
      const members = schema === undefined || schema.isUnitSchema() ? undefined : membersXml(schema, output);
      const body = ec2 ? ec2Body(members, requestId) : queryBody(action, members, requestId);
      return awsResponse(requestId, {
        status: 200,
        contentType: "text/xml",
        body: `<${action}Response xmlns="${namespace}">${body}</${action}Response>`,
      });
    },
    encodeError: (error, requestId) => (ec2 ? ec2ErrorResponse(error, requestId) : errorResponse(error, requestId, namespace)),
  };
};

const ec2Body = (members = "", requestId = ""): string => `<requestId>${requestId}</requestId>${members}`;

const queryBody = (action: string, members: string | undefined, requestId: string): string => {
  const result = members === undefined ? "" : `<${action}Result>${members}</${action}Result>`;
  return `${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
};

const SETTINGS = { httpBindings: false, timestampFormat: { useTrait: true, default: 5 as const }, serviceNamespace: "", xmlNamespace: "" };

/** The members of a struct without its own element, which the protocol names in its way. */
const membersXml = (schema: NormalizedSchema, output: object): string => {
  const writer = new XmlShapeSerializer(SETTINGS);
  writer.write(schema, output);
  const text = String(writer.flush());
  return text.endsWith("/>") ? "" : text.slice(text.indexOf(">") + 1, text.lastIndexOf("</"));
};
