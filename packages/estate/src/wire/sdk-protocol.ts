// Speaks the server's side of any AWS protocol, from the schemas that an SDK client module exports.
import { awsError, isAwsError } from "../aws-error.ts";
import type { ServiceErrors } from "../service.ts";
import { jsonRpcCodec } from "./json-rpc-codec.ts";
import { queryCodec } from "./query-codec.ts";
import { restCodec } from "./rest-codec.ts";
import { pageMembersOf } from "./page-members.ts";
import { operationsOf } from "./schema.ts";
import type { BodyProtocol, Codec, Protocol } from "./wire.ts";

/** An SDK client class, whose configuration says how its service speaks. */
export type ClientClass = new (config: {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}) => { readonly config: object };

/**
 * The protocol of a service: aws-query, ec2-query, aws-json, rest-json or rest-xml, as `Client` says; `module` is the
 * namespace that it came from. It reads internals of the SDK that are no public interface, so the catalog pins them exactly.
 */
export const sdkProtocol = (module: object, Client: ClientClass, errors: ServiceErrors): Protocol => {
  const operations = operationsOf(module);
  const codec = codecOf(operations, Client);
  return {
    pages: (action) => {
      const operation = operations.get(action);
      return operation && pageMembersOf(operation);
    },
    encode: codec.encode,
    encodeError: codec.encodeError,
    async decode(request) {
      const call = await readable(() => codec.read(request), errors);
      if (call === undefined)
        throw awsError(errors.unknownAction, `${request.method} ${request.url} is not simulated.`, codec.unknownStatus);
      return call;
    },
  };
};

const readable = async <Call>(read: () => Call, errors: ServiceErrors): Promise<Awaited<Call>> => {
  try {
    return await read();
  } catch (error) {
    if (isAwsError(error)) throw error;
    // `decodeURIComponent` throws a URIError: then it is the path that cannot be read, not the body.
    const code = error instanceof URIError ? errors.invalidInput : (errors.malformed ?? errors.invalidInput);
    throw awsError(code, `The request cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
};

type ClientInternals = { readonly protocol: BodyProtocol & { setSerdeContext(context: object): void } };

const codecOf = (operations: ReturnType<typeof operationsOf>, Client: ClientClass): Codec => {
  const { config } = new Client({ region: "us-east-1", credentials: { accessKeyId: "none", secretAccessKey: "none" } });
  const { protocol } = config as ClientInternals;
  const shape = protocol.getShapeId();
  if (/#(?:awsQuery|ec2Query)$/u.test(shape)) return queryCodec(protocol, operations);
  protocol.setSerdeContext(config);
  return shape.includes("awsJson") ? jsonRpcCodec(protocol, operations) : restCodec(protocol, operations);
};
