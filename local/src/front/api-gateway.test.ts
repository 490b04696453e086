// Requests become API Gateway v2 events whose caller comes from the signature alone.
import { describe, expect, it } from "vitest";
import { createRouteTable, toGatewayEvent, toHttpResponse } from "./api-gateway.ts";

const routes = [
  { method: "GET", path: "/api/v1/executions/{executionId}" },
  { method: "GET", path: "/api/v1/executions/{executionId}/status" },
  { method: "GET", path: "/api/v1/executions/latest" },
  { method: "POST", path: "/api/v1/executions" },
];
const caller = { accessKeyId: "AKIA", secretAccessKey: "s", principal: "arn:aws:sts::000000000000:assumed-role/DROperator/local" };

describe("routes", () => {
  const match = createRouteTable(routes);

  it("decodes parameters, and a literal segment wins over one", () => {
    expect(match("GET", "/api/v1/executions/a%2Fb")).toEqual({ route: routes[0], parameters: { executionId: "a/b" } });
    expect(match("GET", "/api/v1/executions/latest")).toEqual({ route: routes[2], parameters: {} });
  });

  it("matches neither another method nor an empty parameter", () => {
    expect(match("DELETE", "/api/v1/executions/x")).toBeUndefined();
    expect(match("GET", "/api/v1/executions/")).toBeUndefined();
  });
});

describe("events", () => {
  const request = {
    method: "GET",
    path: "/api/v1/executions/e1?limit=5&status=a&status=b",
    headers: { "x-assumed-role-arn": "arn:fake", host: "h" },
    body: Buffer.alloc(0),
  };
  const match = createRouteTable(routes)("GET", "/api/v1/executions/e1");
  const event = toGatewayEvent(request, caller, match, { accountId: "000000000000", sourceIp: "127.0.0.1", nowMs: 0 });

  it("carry route, parameters and query as payload format 2.0 does", () => {
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /api/v1/executions/{executionId}",
      pathParameters: { executionId: "e1" },
      queryStringParameters: { limit: "5", status: "a,b" },
      isBase64Encoded: false,
    });
    expect("body" in event).toBe(false);
    expect(event.requestContext).toMatchObject({
      authorizer: { iam: { cognitoIdentity: null, principalOrgId: null } },
      time: "01/Jan/1970:00:00:00 +0000",
      timeEpoch: 0,
    });
    const { cookies } = toGatewayEvent({ ...request, headers: { cookie: "a=1; b=2" } }, caller, match, {
      accountId: "0",
      sourceIp: "",
      nowMs: 0,
    });
    expect(cookies).toEqual(["a=1", "b=2"]);
  });

  it.each([
    ["text", Buffer.from('"café"'), '"café"', false],
    ["bytes of another charset", Buffer.from('"café"', "latin1"), "ImNhZuki", true],
    ["half a pair, written out", Buffer.from([0xed, 0xa0, 0x80]), "7aCA", true],
  ])("carry %s as it came", (_what, body, carried, isBase64Encoded) => {
    const at = { accountId: "0", sourceIp: "", nowMs: 0 };
    expect(toGatewayEvent({ ...request, body }, caller, match, at)).toMatchObject({ body: carried, isBase64Encoded });
  });

  it("take the caller from the signature, whatever a header claims", () => {
    expect(event.requestContext.authorizer).toMatchObject({ iam: { userArn: caller.principal } });
  });

  it("fall to $default without a route", () => {
    const unknown = toGatewayEvent({ ...request, path: "/nowhere" }, caller, undefined, { accountId: "0", sourceIp: "", nowMs: 0 });
    expect(unknown.routeKey).toBe("$default");
  });
});

it("turns a function's answer into a response", () => {
  expect(toHttpResponse({ statusCode: 202, headers: { Location: "/x", "X-Count": 1 }, body: "{}" })).toEqual({
    status: 202,
    headers: { location: "/x", "x-count": "1" },
    body: "{}",
  });
  expect(toHttpResponse({ ok: true })).toEqual({ status: 200, headers: { "content-type": "application/json" }, body: '{"ok":true}' });
});
