import { expect, test } from "vitest";
import { createTestApi } from "../test/api.ts";
import { manifest } from "../manifest.ts";
import { createRoutes } from "./routes/index.ts";

const [api] = manifest.functions;

test("the gateway knows exactly the routes that the function has, and passes on the rest", () => {
  const routes = api?.trigger.kind === "http" ? api.trigger.routes.map(({ method, path }) => `${method} ${path}`) : [];
  const own = createRoutes(createTestApi()).map(({ method, path }) => `${method} ${path}`);
  expect(routes.toSorted()).toEqual([...own, "ANY /{proxy+}"].toSorted());
});

test("the rights name no wildcard action, and commits can be neither changed nor deleted", () => {
  const actions = api?.iam.flatMap((intent) => intent.actions) ?? [];
  expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  const onLog = api?.iam.filter((intent) => "table" in intent && intent.table === "dr-event-log").flatMap((intent) => intent.actions);
  expect(onLog).toEqual(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"]);
});
