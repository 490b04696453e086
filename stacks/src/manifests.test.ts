/** The manifests of all services, as far as they can be judged without the deploy tool; `pnpm synth` judges the resources. */
import { toRegistryParameters } from "@dr/adapter-kit";
import { adapters, platformServices, services } from "@dr/services";
import { expect, test } from "vitest";
import { account } from "../test/functions.ts";
import { unscopedActions } from "./model/iam-exceptions.ts";
import { permissionsOf } from "./model/permissions.ts";
import { assertReferences } from "./model/references.ts";

const permissionsOfAll = services.flatMap(({ functions }) =>
  functions.flatMap((declared) => permissionsOf(declared, account, "dr-orchestration")),
);

test("the platform's services refer to each other's tables and to nothing else", () => {
  expect(() => assertReferences(platformServices)).not.toThrow();
});

test.each(adapters)("adapter $technology refers to nothing but its own", (adapter) => {
  expect(() => assertReferences([adapter])).not.toThrow();
});

test("names of functions, tables, queues and rules are unique: one installation is one namespace", () => {
  const names = {
    functions: services.flatMap(({ functions }) => functions.map(({ name }) => name)),
    tables: services.flatMap(({ tables }) => tables.map(({ name }) => name)),
    queues: services.flatMap(({ queues }) => queues.map(({ name }) => name)),
    rules: services.flatMap(({ functions }) =>
      functions.flatMap(({ trigger }) => (trigger.kind === "queue" ? trigger.subscriptions.map(({ name }) => name) : [])),
    ),
  };
  for (const list of Object.values(names)) expect(list).toEqual([...new Set(list)]);
});

test("every function is called dr-…: people's policies name them so", () => {
  const names = services.flatMap(({ functions }) => functions.map(({ name }) => name));
  expect(names.filter((name) => !name.startsWith("dr-"))).toEqual([]);
});

test("no action has a wildcard, and only actions with a reason are granted on *", () => {
  expect(permissionsOfAll.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  const unscoped = permissionsOfAll.filter(({ resources }) => resources.includes("*")).flatMap(({ actions }) => actions);
  expect([...new Set(unscoped)].toSorted()).toEqual([...unscopedActions.keys()].toSorted());
  expect([...unscopedActions].filter(([, why]) => why.length < 40)).toEqual([]);
});

test.each(adapters)("the registry entry of $technology fits into a parameter", (adapter) => {
  expect(() => toRegistryParameters(adapter)).not.toThrow();
});

test("nothing of ours listens to what DRS tells monitoring", () => {
  const patterns = [...platformServices, ...adapters].flatMap(({ functions }) =>
    functions.flatMap(({ trigger }) => (trigger.kind === "queue" ? trigger.subscriptions : [])),
  );
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((subscription) => JSON.stringify(subscription).includes("enterprise.dr"))).toEqual([]);
});
