// The REST protocols, JSON and XML: path, query, headers and body carry the members, as the schema's traits say.
import { FromStringShapeDeserializer, ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { bodyText, type EstateRequest, headerOf } from "../http-message.ts";
import { errorResponse } from "./error-xml.ts";
import { awsJsonResponse, awsResponse } from "./response.ts";
import { matchRoute, type RouteMatch, routesOf } from "./rest-route.ts";
import { type OperationSchema, traitsOf } from "./schema.ts";
import type { BodyCodec, BodyProtocol, Codec } from "./wire.ts";

const SETTINGS = { httpBindings: true, timestampFormat: { useTrait: true, default: 5 as const } };
const TEXT = new FromStringShapeDeserializer(SETTINGS);

/** The codec for the operations of a service. */
export const restCodec = (protocol: BodyProtocol, operations: ReadonlyMap<string, OperationSchema>): Codec => {
  const xml = protocol.getShapeId().endsWith("restXml");
  const body = protocol.getPayloadCodec();
  const routes = routesOf(operations.values());
  return {
    unknownStatus: 404,
    async read(request) {
      const url = new URL(request.url, "http://estate");
      const match = matchRoute(routes, request.method, url);
      if (match === undefined) return undefined;
      const outside = boundMembers(match, url, request);
      return { action: match.operation.name, input: { ...(await bodyMembers(match.operation.input, request, body)), ...outside } };
    },
    encode(action, output, requestId) {
      const operation = operations.get(action);
      const frame = { status: operation?.traits.http?.[2] ?? 200, contentType: xml ? "application/xml" : "application/json" };
      if (operation === undefined || operation.output.isUnitSchema()) return awsResponse(requestId, { ...frame, body: "" });
      return awsResponse(requestId, { ...frame, ...answerOf(operation.output, output as Members, body) });
    },
    encodeError: (error, requestId) =>
      xml
        ? errorResponse(error, requestId)
        : awsJsonResponse(requestId, {
            status: error.aws.status,
            contentType: "application/json",
            body: { message: error.message, ...error.aws.fields },
            headers: { "x-amzn-errortype": error.aws.code },
          }),
  };
};

type Members = Readonly<Record<string, unknown>>;

/** Members that stand in the path, the query or a header. */
const boundMembers = ({ operation, labels }: RouteMatch, url: URL, request: EstateRequest): Members => {
  const given = [...operation.input.structIterator()].map(([name, member]): [string, unknown] => {
    const { httpLabel, httpQuery, httpHeader } = traitsOf(member);
    if (httpLabel) return [name, readText(member, labels[name])];
    if (httpQuery !== undefined) return [name, readQuery(member, url.searchParams.getAll(httpQuery))];
    return [name, httpHeader === undefined ? undefined : readText(member, headerOf(request, httpHeader.toLowerCase()))];
  });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
};

const readText = (schema: NormalizedSchema, text: string | undefined): unknown =>
  text === undefined ? undefined : (TEXT.read(schema, text) as unknown);

const readQuery = (schema: NormalizedSchema, texts: readonly string[]): unknown => {
  if (texts.length === 0) return undefined;
  return schema.isListSchema() ? texts.map((text) => readText(schema.getValueSchema(), text)) : readText(schema, texts[0]);
};

/** Members that stand in the body: one that is the whole body (`httpPayload`), or all that are bound nowhere else. */
const bodyMembers = async (schema: NormalizedSchema, request: EstateRequest, body: BodyCodec): Promise<Members> => {
  const text = bodyText(request);
  if (text === "" || !schema.isStructSchema()) return {};
  const payload = [...schema.structIterator()].find(([, member]) => traitsOf(member).httpPayload);
  if (payload === undefined) return (await body.createDeserializer().read(schema, text)) as Members;
  const [name, member] = payload;
  if (member.isBlobSchema()) return { [name]: new TextEncoder().encode(text) };
  return { [name]: member.isStringSchema() ? text : ((await body.createDeserializer().read(member, text)) as unknown) };
};

/** Body, headers and status of an answer. */
const answerOf = (schema: NormalizedSchema, output: Members, body: BodyCodec) => {
  const members = [...schema.structIterator()].filter(([name]) => output[name] !== undefined);
  const toText = new ToStringShapeSerializer(SETTINGS);
  const headers: Record<string, string> = {};
  let status: { readonly status?: number } = {};
  for (const [name, member] of members) {
    const { httpHeader, httpResponseCode } = traitsOf(member);
    if (httpResponseCode) status = { status: Number(output[name]) };
    if (httpHeader === undefined) continue;
    toText.write(member, output[name]);
    headers[httpHeader.toLowerCase()] = toText.flush();
  }
  const payload = members.find(([, member]) => traitsOf(member).httpPayload);
  const hasPayload = [...schema.structIterator()].some(([, member]) => traitsOf(member).httpPayload);
  return {
    ...status,
    headers,
    body: payload === undefined ? (hasPayload ? "" : written(schema, unbound(schema, output), body)) : payloadOf(payload, output, body),
  };
};

const unbound = (schema: NormalizedSchema, output: Members): Members => {
  const isBound = (member: NormalizedSchema): boolean => {
    const { httpHeader, httpResponseCode } = traitsOf(member);
    return httpHeader !== undefined || Boolean(httpResponseCode);
  };
  const names = [...schema.structIterator()].filter(([, member]) => !isBound(member)).map(([name]) => name);
  return Object.fromEntries(names.filter((name) => output[name] !== undefined).map((name) => [name, output[name]]));
};

const payloadOf = ([name, member]: readonly [string, NormalizedSchema], output: Members, body: BodyCodec): string | Uint8Array =>
  member.isBlobSchema() || member.isStringSchema() ? (output[name] as string | Uint8Array) : written(member, output[name], body);

const written = (schema: NormalizedSchema, value: unknown, body: BodyCodec): string | Uint8Array => {
  const writer = body.createSerializer();
  writer.write(schema, value);
  return writer.flush();
};
