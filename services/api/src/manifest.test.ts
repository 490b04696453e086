import { ROUTE_LIST } from "@dr/routes";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";

const [api] = manifest.functions;
const routes = api?.trigger.kind === "http" ? api.trigger.routes : [];

test("the gateway knows every route under both of its paths, and passes on the rest", () => {
  const keys = routes.map(({ method, path }) => `${method} ${path}`);
  expect(keys).toHaveLength(new Set(keys).size);
  expect(keys).toEqual(expect.arrayContaining(["PUT /plans/{planId}", "PUT /api/v1/plans/{planId}", "ANY /{proxy+}"]));
  expect(keys).toHaveLength(2 * ROUTE_LIST.length + 1);
});

test("a few routes are open to anybody: health, and what signs with a secret of its own", () => {
  expect(routes.filter(({ open }) => open).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/v1/health",
    "GET /health",
    "POST /api/v1/callbacks/slack",
    "POST /callbacks/slack",
    "POST /api/v1/callbacks/servicenow",
    "POST /callbacks/servicenow",
  ]);
});

test("the rights name no wildcard action, and commits can be neither changed nor deleted", () => {
  const actions = api?.iam.flatMap((intent) => intent.actions) ?? [];
  expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  const onLog = api?.iam.filter((intent) => "table" in intent && intent.table === "dr-event-log").flatMap((intent) => intent.actions);
  expect(onLog).toEqual(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"]);
});
