import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROUTE_LIST } from "@dr/routes";
import { eventDefinitions } from "@dr/events";
import { toAsyncApi } from "./asyncapi.ts";
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
    expect(statuses).toEqual(["202", "400", "403", "404", "406", "409", "412", "413", "415", "422", "429", "500", "501"]);
    expect(document.paths["/health"]?.["get"]?.security).toEqual([]);
  });
});

test("the AsyncAPI document has every event once, with the schema of its version, and refers to nothing that is not there", () => {
  const document = toAsyncApi() as {
    channels: { bus: { messages: Record<string, { $ref: string }> } };
    operations: Record<string, { messages: { $ref: string }[] }>;
    components: { messages: Record<string, { payload: { schema: { $id: string } } }> };
  };
  const types = eventDefinitions.map(({ type }) => type).toSorted();
  expect(Object.keys(document.components.messages)).toEqual([...types, "DrsEvent"]);
  expect(Object.values(document.channels.bus.messages).map(({ $ref }) => $ref)).toEqual(
    types.map((type) => `#/components/messages/${type}`),
  );
  const heard = Object.values(document.operations).flatMap(({ messages }) => messages.map(({ $ref }) => $ref.split("/").at(-1)));
  expect(types.filter((type) => !heard.includes(type))).toEqual([]);
  expect(document.components.messages["WaveStarted"]?.payload.schema.$id).toMatch(/^urn:dr-orchestration:event:WaveStarted:\d+$/);
});
