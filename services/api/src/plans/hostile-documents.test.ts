import { hostileDocuments } from "@dr/domain/testing";
import { describe, expect, test } from "vitest";
import { createTestApi, type Answer } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";

const documents = hostileDocuments(6000);
const sizeOf = ({ body }: Answer): number => JSON.stringify(body).length;

describe("documents that are no plan", () => {
  test.each(documents.map((document) => [document.name, document] as const))("%s is told so, in few words", async (_, { text, format }) => {
    const answer = await createTestApi().call("POST /api/v1/plans", { body: text, contentType: `application/${format}` });
    expect([400, 413, 422]).toContain(answer.status);
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(answer.body.errors.length).toBeLessThanOrEqual(201);
    expect(sizeOf(answer)).toBeLessThan(400_000);
  });

  test("a request that is no document has limits of its own", async () => {
    const { call } = createTestApi();
    const codes = [];
    for (const { text } of documents.filter(({ format }) => format === "json")) {
      const answer = await call("POST /api/v1/executions", { body: text });
      expect([400, 413]).toContain(answer.status);
      expect(sizeOf(answer)).toBeLessThan(100_000);
      codes.push(answer.body.code);
    }
    expect(new Set(codes)).toEqual(new Set(["http.malformed_json", "http.body_too_large", "request.invalid"]));
  });

  test.each([
    ["one key twice", `{"planId":"p","planId":"q"}`, [400, "http.malformed_json", "this key stands twice"]],
    ["a nest", `{"planId":${"[".repeat(20)}${"]".repeat(20)}}`, [413, "http.body_too_large", "the document is nested too deeply"]],
    ["a crowd", `{"planId":[${"1,".repeat(2000)}1]}`, [413, "http.body_too_large", "the document has too many values"]],
  ])("%s is told by its code", async (_, body, told) => {
    const answer = await createTestApi().call("POST /api/v1/executions", { body });
    expect([answer.status, answer.body.code, answer.body.errors[0].message]).toEqual(told);
  });

  test("a body of half a megabyte is not even read", async () => {
    const answer = await createTestApi().call("POST /api/v1/executions", { body: `{"planId":"${"a".repeat(500_000)}"}` });
    expect([answer.status, answer.body.code]).toEqual([413, "http.body_too_large"]);
  });
});

describe("what would be refused at the disaster is refused at save", () => {
  const [first, second] = twoWaves.waves;
  const saved = async (more: object, waves: readonly object[] = twoWaves.waves) =>
    createTestApi().call("POST /api/v1/plans", { body: { ...twoWaves, waves, ...more } });

  test.each<[string, object, readonly object[] | undefined, string]>([
    ["a slip in a gate", {}, [{ ...first, pauseBeforWave: true }], "plan.unknown_field waves[0].pauseBeforWave"],
    ["a policy with a slip", { onFailue: "rollback" }, undefined, "plan.unknown_field onFailue"],
    [
      "a gate that nobody can open",
      {},
      [first ?? {}, { ...second, approval: { approverRoles: ["DBA"] } }],
      "plan.approval_unreachable waves[1].approval.approverRoles",
    ],
    [
      "tag filters where nobody reads them",
      {},
      [
        {
          ...first,
          technologies: [
            { type: "database", operation: "failover", resources: { clusters: ["c"] }, config: { tagFilters: { Tier: "db" } } },
          ],
        },
      ],
      "plan.tag_filters_unsupported waves[0].technologies[0].config.tagFilters",
    ],
    [
      "a type of execution",
      {},
      [
        {
          ...first,
          technologies: [{ type: "database", operation: "failover", resources: { clusters: ["c"] }, config: { executionType: "drill" } }],
        },
      ],
      "plan.execution_type waves[0].technologies[0].config.executionType",
    ],
  ])("%s", async (_, more, waves, expected) => {
    const answer = await saved(more, waves);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ code, path }: Record<string, string>) => `${code} ${path}`)).toEqual([expected]);
  });
});
