// aws-json 1.0 and 1.1 (SSM, ECS, Auto Scaling's relatives): the operation is a header, both bodies are JSON.
import { bodyText, headerOf } from "../http-message.ts";
import { awsJsonResponse, awsResponse } from "./response.ts";
import type { OperationSchema } from "./schema.ts";
import type { BodyProtocol, Codec } from "./wire.ts";

/** The codec for the operations of a service. */
export const jsonRpcCodec = (protocol: BodyProtocol, operations: ReadonlyMap<string, OperationSchema>): Codec => {
  const contentType = `application/x-amz-json-${protocol.getShapeId().endsWith("1_0") ? "1.0" : "1.1"}`;
  const body = protocol.getPayloadCodec();
  return {
    unknownStatus: 400,
    async read(request) {
      const operation = operations.get(headerOf(request, "x-amz-target")?.split(".").at(-1) ?? "");
      if (operation === undefined) return undefined;
      const text = bodyText(request);
      return {
        action: operation.name,
        input: text === "" ? {} : ((await body.createDeserializer().read(operation.input, text)) as unknown),
      };
    },
    encode(action, output, requestId) {
      const schema = operations.get(action)?.output;
      if (schema === undefined || schema.isUnitSchema()) return awsResponse(requestId, { status: 200, contentType, body: "{}" });
      const writer = body.createSerializer();
      writer.write(schema, output);
      return awsResponse(requestId, { status: 200, contentType, body: writer.flush() });
    },
    encodeError: ({ aws, message }, requestId) =>
      awsJsonResponse(requestId, { status: aws.status, contentType, body: { __type: aws.code, message, ...aws.fields } }),
  };
};
