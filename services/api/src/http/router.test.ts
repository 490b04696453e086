import { describe, expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";

describe("finding the route", () => {
  test("what the gateway did not match is found by method and path", async () => {
    const { call } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves, unmatched: true });
    expect(await call("GET /api/v1/plans/two%2Dwaves/waves", { unmatched: true })).toMatchObject({
      status: 200,
      body: { planId: "two-waves" },
    });
  });

  test.each(["/api/v1/nowhere", "/", "/api/v1/plans/a/b/c", "/api/v1/plans/%E0%A4%A"])("%s is a 404", async (path) => {
    const answer = await createTestApi().call(`GET ${path}`, { unmatched: true });
    expect(answer).toMatchObject({ status: 404, body: { code: "http.route_not_found" } });
  });

  test.each([
    ["/api/v1/plan", "did you mean /api/v1/plans?"],
    ["/api/v1/plans/", "did you mean /api/v1/plans?"],
    ["/api/v1/plans/two-waves//waves/", "did you mean /api/v1/plans/{planId}/waves?"],
    ["/executions/e-1/staus", "did you mean /api/v1/executions/{executionId}/status?"],
    ["/api/v1/nowhere", "GET /api/v1/plans and GET /api/v1/executions list what there is"],
  ])("%s is a 404 that helps", async (path, hint) => {
    expect((await createTestApi().call(`GET ${path}`, { unmatched: true })).body).toMatchObject({ status: 404, hint });
  });

  test("every path also stands without its base, matched by the gateway or not", async () => {
    const { call } = createTestApi();
    await call("POST /plans", { body: twoWaves, unmatched: true });
    for (const unmatched of [true, false]) {
      expect((await call("GET /plans/two-waves", { unmatched })).body).toEqual((await call("GET /api/v1/plans/two-waves")).body);
    }
  });

  test("a method that the path does not have is a 405 that names those it has", async () => {
    const answer = await createTestApi().call("DELETE /api/v1/plans", { unmatched: true });
    expect(answer).toMatchObject({
      status: 405,
      headers: { allow: "POST, GET" },
      body: { code: "http.method_not_allowed", details: { allowed: ["POST", "GET"] } },
    });
  });
});

test.each(["/executions", "/reports/compliance"])("a period of %s that ends before it begins is refused", async (path) => {
  const answer = await createTestApi().call(`GET ${path}?from=2026-11-02T00:00:00Z&to=2026-11-01T23:00:00-01:00`);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: "to", expected: "a time after `from`" }] } });
});

test("a time that cannot be read is told at its own place, and nothing is made of it", async () => {
  const { body } = await createTestApi().call("GET /executions?from=2026-11-02T00:00:00Z&to=2026-11-01T23:00:00+01:00");
  expect(body.errors).toEqual([expect.objectContaining({ path: "to", code: "invalid_format" })]);
});

test("what stands twice in a query is refused, whichever of the two was meant", async () => {
  const { status, body } = await createTestApi().call("GET /executions?planId=a&tag=a%3D1&tag=b%3D2&planId=b");
  expect([status, body.errors.map(({ path, expected }: Record<string, string>) => [path, expected])]).toEqual([
    400,
    [
      ["tag", "once, several separated by commas: tag=a=1,b=2"],
      ["planId", "once"],
    ],
  ]);
});

describe("what nobody knows is refused, with the name that was probably meant", () => {
  test("in the query", async () => {
    const answer = await createTestApi().call("GET /api/v1/executions?limt=5&colour=red");
    expect(answer).toMatchObject({ status: 400, body: { code: "request.invalid" } });
    expect(answer.body.errors).toEqual([
      { path: "limt", code: "unrecognized_keys", message: "unknown field `limt`; did you mean `limit`?", expected: "limit" },
      {
        path: "colour",
        code: "unrecognized_keys",
        message: "unknown field `colour`",
        expected: "one of limit, cursor, status, planId, executionType, tag, from, to",
      },
    ]);
  });

  test("in the body", async () => {
    const body = { planId: "p", executionType: "drill", forse: true };
    expect((await createTestApi().call("POST /api/v1/executions", { body })).body.errors).toMatchObject([
      { path: "forse", message: "unknown field `forse`; did you mean `force`?", expected: "force" },
    ]);
  });

  test("many of them make a short answer", async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 1_900 }, (_, index) => [`forse${index}`, 1])));
    const answer = await createTestApi().call("POST /api/v1/executions", { body });
    expect([answer.status, answer.body.errors.length <= 50, JSON.stringify(answer.body).length < 20_000]).toEqual([400, true, true]);
  });
});

describe("bodies", () => {
  test("one of 5 MB is a 413, whatever it is", async () => {
    const answer = await createTestApi().call("POST /api/v1/plans", { body: "x".repeat(5_000_000), contentType: "application/yaml" });
    expect(answer).toMatchObject({ status: 413, body: { code: "http.body_too_large" } });
  });

  test.each(["text/plain", "application/xml", ""])("content type %j is a 415 that names what is taken", async (contentType) => {
    const answer = await createTestApi().call("POST /api/v1/plans", { body: "a: 1", contentType });
    expect(answer).toMatchObject({
      status: 415,
      body: { code: "http.unsupported_media_type", detail: expect.stringContaining("application/yaml") },
    });
  });

  test("no plan at all", async () => {
    const answer = await createTestApi().call("POST /api/v1/plans", { headers: { "content-type": "application/json" } });
    expect(answer).toMatchObject({ status: 400, body: { code: "request.body_missing" } });
  });

  test("JSON that breaks off is a 400 with line and column", async () => {
    const answer = await createTestApi().call("POST /api/v1/executions", { body: '{\n  "planId": "p",\n  executionType: "drill"\n}' });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "http.malformed_json", errors: [{ line: 3, column: 3, expected: "a key in double quotes" }] },
    });
  });

  test("text that no queue carries is a 400 with its place", async () => {
    const body = '{"planId":"p","executionType":"drill","tags":{"why":"half \\ud83d"}}';
    expect(await createTestApi().call("POST /api/v1/executions", { body })).toMatchObject({
      status: 400,
      body: { code: "request.invalid", errors: [{ path: "tags.why", code: "invalid_text" }] },
    });
  });

  test("a missing body says so", async () => {
    expect(await createTestApi().call("POST /api/v1/executions")).toMatchObject({ status: 400, body: { errors: [{ path: "body" }] } });
  });
});

test("an error that nobody foresaw tells nothing but where to look", async () => {
  const api = createTestApi();
  const broken = createTestApi({ log: { ...api.log, read: () => Promise.reject(new Error("secret table name")) } });
  const answer = await broken.call("GET /api/v1/plans/p");
  expect([answer.status, answer.body.code, JSON.stringify(answer.body).includes("secret")]).toEqual([500, "internal.unexpected", false]);
  expect(broken.telemetry.lines.at(-1)).toMatchObject({ level: "error", message: "request failed" });
});
