/** Tests of handlers/http.ts and handlers/http-request.ts. */
import { DrError } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createRecordedTelemetry, lambdaContext } from "../testing/index.ts";
import { httpHandler, type HttpRoute } from "./http.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const userArn = "arn:aws:sts::123456789012:assumed-role/DROperator/alice";

function gatewayEvent(overrides: Record<string, unknown> = {}) {
  return {
    version: "2.0",
    routeKey: "PUT /api/v1/executions/{id}/pause",
    rawPath: "/api/v1/executions/exec-1/pause",
    headers: { "Content-Type": "application/json", "X-Correlation-Id": "c-1" },
    pathParameters: { id: "exec-1" },
    queryStringParameters: { limit: "5" },
    requestContext: { http: { method: "PUT" }, authorizer: { iam: { userArn } } },
    body: '{"reason":"why"}',
    isBase64Encoded: false,
    ...overrides,
  };
}

async function call(route: HttpRoute, event: unknown = gatewayEvent(), maxBodyBytes = 1_000) {
  const telemetry = createRecordedTelemetry();
  const answer = (await httpHandler({ telemetry, route, maxBodyBytes })(event, lambdaContext())) as Answer;
  return { answer, telemetry, body: answer.body === "" ? undefined : (JSON.parse(answer.body) as Record<string, unknown>) };
}

const ok: HttpRoute = async () => ({ status: 200, body: {} });

describe("httpHandler", () => {
  test("gives the route a plain request and answers with JSON and the correlation id", async () => {
    const { answer, body } = await call(async (request) => ({
      status: 202,
      body: { ...request, json: request.json(), caller: request.caller().roles },
    }));
    expect(answer.statusCode).toBe(202);
    expect(answer.headers).toEqual({ "content-type": "application/json", "x-correlation-id": "c-1" });
    expect(body).toEqual({
      method: "PUT",
      path: "/api/v1/executions/exec-1/pause",
      routeKey: "PUT /api/v1/executions/{id}/pause",
      pathParameters: { id: "exec-1" },
      query: { limit: "5" },
      repeated: [],
      headers: { "content-type": "application/json", "x-correlation-id": "c-1" },
      contentType: "application/json",
      rawBody: '{"reason":"why"}',
      json: { reason: "why" },
      caller: ["DROperator"],
      correlationId: "c-1",
    });
  });

  test("leaves a YAML body to the route as it came, base64 undone", async () => {
    const event = gatewayEvent({
      headers: { "content-type": "application/yaml" },
      body: Buffer.from("a: ü\n").toString("base64"),
      isBase64Encoded: true,
    });
    expect((await call(async ({ rawBody }) => ({ status: 200, body: { rawBody } }), event)).body).toEqual({ rawBody: "a: ü\n" });
  });

  test("a text answer is sent as it is", async () => {
    const { answer } = await call(async () => ({ status: 200, headers: { "content-type": "text/plain" }, body: '"x"' }));
    expect(answer).toMatchObject({ body: '"x"', headers: { "content-type": "text/plain" } });
  });

  test("makes a correlation id when the client's is missing or strange", async () => {
    const { answer } = await call(ok, gatewayEvent({ headers: { "x-correlation-id": "a b\n" } }));
    expect(answer.headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("takes members that are null for absent", async () => {
    const members = ["routeKey", "pathParameters", "queryStringParameters", "body", "isBase64Encoded", "cookies"];
    const event = gatewayEvent({
      ...Object.fromEntries(members.map((member) => [member, null])),
      headers: { "x-correlation-id": "c-1", "if-match": null },
    });
    const { body } = await call(async ({ routeKey, pathParameters, query, headers, rawBody }) => {
      return { status: 200, body: { routeKey, pathParameters, query, headers, hasBody: rawBody !== undefined } };
    }, event);
    expect(body).toEqual({ routeKey: "$default", pathParameters: {}, query: {}, headers: { "x-correlation-id": "c-1" }, hasBody: false });
    expect((await call(ok, gatewayEvent({ headers: null }))).answer.statusCode).toBe(200);
  });

  test("a refusal becomes problem+json", async () => {
    const { answer, body } = await call(() => Promise.reject(new DrError("execution.not_running", "exec-1 is completed")));
    expect(answer.statusCode).toBe(409);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(body).toMatchObject({ code: "execution.not_running", instance: "/api/v1/executions/exec-1/pause", correlationId: "c-1" });
  });

  test("an unexpected error is a bare 500 and is logged with its cause", async () => {
    const { answer, telemetry } = await call(() => Promise.reject(new Error("table dr-event-log: hunter2")));
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("hunter2");
    expect(telemetry.lines).toMatchObject([{ level: "error", message: "request failed", fields: { correlationId: "c-1" } }]);
  });

  test.each([
    ["a body that is not JSON", { body: "{nope" }, 400, "http.malformed_json"],
    ["no body", { body: undefined }, 400, "http.malformed_json"],
    ["a forbidden key", { body: '{"__proto__":{"admin":true}}' }, 400, "http.malformed_json"],
    ["another content type", { headers: { "content-type": "text/plain" } }, 415, "http.unsupported_media_type"],
    ["a body above the limit", { body: "x".repeat(1_001) }, 413, "http.body_too_large"],
    [
      "a body above the limit in base64",
      { body: Buffer.alloc(1_001).toString("base64"), isBase64Encoded: true },
      413,
      "http.body_too_large",
    ],
    ["bytes that are no text", { body: Buffer.from('"café"', "latin1").toString("base64"), isBase64Encoded: true }, 400, "http.not_utf8"],
    [
      "half a pair, written out",
      { body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]).toString("base64"), isBase64Encoded: true },
      400,
      "http.not_utf8",
    ],
    ["no identity", { requestContext: { http: { method: "PUT" } } }, 403, "auth.forbidden"],
    ["no HTTP method", { requestContext: {} }, 400, "http.malformed_event"],
  ])("refuses %s", async (_, overrides, status, code) => {
    const { answer, body } = await call(
      async (request) => ({ status: 200, body: [request.caller(), request.json()] }),
      gatewayEvent(overrides),
    );
    expect([answer.statusCode, body?.["code"]]).toEqual([status, code]);
  });

  test.each([null, 5, "x", []])("answers even %j", async (event) => {
    expect((await call(ok, event)).answer.statusCode).toBe(400);
  });

  test("answers 504 when the route hangs until the deadline", async () => {
    const telemetry = createRecordedTelemetry();
    const handler = httpHandler({ telemetry, route: () => Promise.race([]) });
    expect(await handler(gatewayEvent(), lambdaContext(1_001))).toMatchObject({ statusCode: 504 });
  });
});
