/** An HTTP request as routes see it, read from an API Gateway v2 event. */
import { DrError, lazyLooseObject } from "@dr/events";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { callerOf, type AuthMode, type Caller } from "../caller.ts";
import { newUuid } from "../ids.ts";

/** A request. Header names are lower case; path parameters and query values are decoded. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** API Gateway's route key, e.g. `GET /api/v1/plans/{planId}`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names that stand more than once in the query: the gateway joins their values by commas. */
  readonly repeated: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** The body as it came (base64 undone); undefined without a body. A route that takes YAML reads this. */
  readonly rawBody: string | undefined;
  /** The body as JSON. Throws `http.unsupported_media_type` (no JSON content type) or `http.malformed_json`. */
  readonly json: () => unknown;
  /** The verified caller, by signature unless another mode is asked for. Throws `auth.forbidden` when there is none. */
  readonly caller: (mode?: AuthMode) => Caller;
  readonly correlationId: string;
}

/** Members that are `null` are absent: gateways differ in which of the two they send (AWS's own types allow both). */
const orAbsent = <T extends z.ZodType, D extends z.util.NoUndefined<z.output<T>>>(type: T, absent: D) =>
  type.nullish().transform((value) => value ?? absent);
const texts = () => z.record(z.string(), z.string().nullish());

const eventSchema = lazyLooseObject(() => ({
  routeKey: orAbsent(z.string(), "$default"),
  rawPath: z.string(),
  rawQueryString: orAbsent(z.string(), ""),
  headers: orAbsent(texts(), {}),
  pathParameters: orAbsent(texts(), {}),
  queryStringParameters: orAbsent(texts(), {}),
  body: z.string().nullish(),
  isBase64Encoded: orAbsent(z.boolean(), false),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string() }) }),
}));

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const CORRELATION_ID = /^[\w.:-]{1,128}$/;
const parser = httpJsonBodyParser();

/** Reads an API Gateway v2 event; its correlation id was read before (`correlationIdOf`). Throws `http.malformed_event` for anything else, `http.body_too_large` above `maxBodyBytes` and `http.not_utf8` for a body of bytes that are no text. */
export function toHttpRequest(event: unknown, maxBodyBytes: number, correlationId: string): HttpRequest {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) throw new DrError("http.malformed_event", "not an API Gateway v2 event");
  const { routeKey, rawPath, rawQueryString, requestContext } = parsed.data;
  const headers = defined(parsed.data.headers, (key) => key.toLowerCase());
  const rawBody = bodyText(parsed.data, maxBodyBytes);
  return {
    method: requestContext.http.method,
    path: rawPath,
    routeKey,
    pathParameters: defined(parsed.data.pathParameters),
    query: defined(parsed.data.queryStringParameters),
    repeated: repeatedIn(rawQueryString),
    headers,
    contentType: headers["content-type"] ?? "",
    rawBody,
    json: () => parseJsonBody(headers, rawBody),
    caller: (mode) => callerOf(event, mode),
    correlationId,
  };
}

/** The client's correlation id if it is a sane one, else a new one. */
export function correlationIdOf(headers: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(headers).find(([key]) => key.toLowerCase() === "x-correlation-id")?.[1];
  return given !== undefined && CORRELATION_ID.test(given) ? given : newUuid();
}

function bodyText({ body, isBase64Encoded }: z.infer<typeof eventSchema>, maxBodyBytes: number): string | undefined {
  if (body == null || body === "") return undefined;
  const bytes = isBase64Encoded ? Buffer.from(body, "base64") : undefined;
  const size = bytes?.byteLength ?? Buffer.byteLength(body);
  if (size > maxBodyBytes) {
    throw new DrError("http.body_too_large", `the body has ${size} bytes, at most ${maxBodyBytes} are taken`, {
      details: { maxBodyBytes },
    });
  }
  return bytes ? decodeUtf8(bytes) : body;
}

function repeatedIn(query: string): readonly string[] {
  const names = [...new URLSearchParams(query).keys()];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Bytes that are no text are refused: what stands in their place would be kept for good. */
function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new DrError("http.not_utf8", "the body is not UTF-8", { cause, details: { hint: "send it as UTF-8" } });
  }
}

/** middy's parser refuses `__proto__` keys and a missing content type; its errors become ours. */
function parseJsonBody(headers: Readonly<Record<string, string>>, rawBody: string | undefined): unknown {
  const event = { headers, body: rawBody, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
  try {
    void parser.before?.({ event } as Parameters<NonNullable<typeof parser.before>>[0]);
  } catch (cause) {
    const status = (cause as { statusCode?: unknown }).statusCode;
    if (status === 415) {
      const details = { accepted: ["application/json"] };
      throw new DrError("http.unsupported_media_type", "expected content-type application/json", { cause, details });
    }
    throw new DrError("http.malformed_json", jsonFault(rawBody), { cause });
  }
  return event.body;
}

function jsonFault(rawBody: string | undefined): string {
  if (rawBody === undefined) return "expected a JSON body, got none";
  try {
    JSON.parse(rawBody);
    return "the JSON body has a forbidden key, or is nested too deeply";
  } catch (error) {
    return `the body is not JSON: ${(error as Error).message}`;
  }
}

function defined(values: Readonly<Record<string, string | null | undefined>>, toKey = (key: string) => key): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value == null ? [] : [[toKey(key), value]])));
}
