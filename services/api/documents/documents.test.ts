import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROUTE_LIST } from "@dr/routes";
import { generatedFiles } from "./files.ts";
import { codesWithoutStatus, toOpenApi } from "./openapi.ts";

/** What the formatter may change is no difference. */
const bare = (text: string): string => text.replaceAll(/\s+/g, "").replaceAll(/-+/g, "-");

test.each(generatedFiles())("$path is what the route table says (pnpm openapi writes it)", ({ path, text }) => {
  expect(bare(readFileSync(path, "utf8"))).toBe(bare(text));
});

test("every problem that a route names has a status of its own", () => {
  expect(codesWithoutStatus()).toEqual([]);
});

describe("the OpenAPI document", () => {
  const document = toOpenApi() as {
    paths: Record<string, Record<string, { operationId: string; security?: unknown[]; responses: Record<string, unknown> }>>;
  };

  test("has every operation once, under its path and method", () => {
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    );
    expect(found.toSorted()).toEqual(ROUTE_LIST.map(({ method, path, operation }) => `${method} ${path} ${operation}`).toSorted());
  });

  test("says of every operation how it may end, well and badly", () => {
    const statuses = Object.keys(document.paths["/executions"]?.["post"]?.responses ?? {});
    expect(statuses).toEqual(["202", "400", "403", "404", "409", "413", "415", "422", "429", "500"]);
    expect(document.paths["/health"]?.["get"]?.security).toEqual([]);
  });
});
