/** Manifest, registry entry and the checks of an adapter while it loads. */
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import * as z from "zod";
import { adapterManifest, defineAdapter, toRegistryEntry, toRegistryParameters, type RegistryEntry } from "../src/index.ts";
import { lampAdapter } from "./lamp.ts";

const options = {
  service: "adapter-lamp",
  technology: "lamp",
  version: "1.0.0",
  description: "Lamps",
  operations: lampAdapter.operations,
  iam: [{ actions: ["lamp:Toggle"], arns: ["arn:${partition}:lamp:*:${account}:lamp/*"] }],
};

test("everything but the service's own actions follows from the folder's and the technology's name", () => {
  const manifest = adapterManifest(options);
  const [tasks] = manifest.functions;
  expect(manifest.tables).toEqual([{ name: "dr-ledger-lamp", partitionKey: "operationId" }]);
  expect(manifest.queues).toEqual([{ name: "adapter-lamp", maxReceives: 8, retentionDays: 7 }]);
  expect(tasks).toMatchObject({
    name: "dr-adapter-lamp-tasks",
    role: "DR-Lamp-Adapter-Role-tasks",
    entry: "src/handlers/tasks.ts",
    environment: {
      DR_SERVICE: { value: "adapter-lamp" },
      DR_BUS_NAME: { bus: true },
      DR_QUEUE_URL: { queue: "adapter-lamp" },
      DR_DLQ_URL: { queue: "adapter-lamp-dlq" },
      DR_LEDGER_TABLE: { table: "dr-ledger-lamp" },
    },
    trigger: {
      kind: "queue",
      queue: "adapter-lamp",
      subscriptions: [
        {
          name: "adapter-lamp-waves",
          pattern: {
            source: ["dr.orchestration"],
            "detail-type": ["WaveStarted", "ReadinessRequested"],
            detail: { data: { technologies: { type: ["lamp"] } } },
          },
        },
        { name: "adapter-lamp-tasks", pattern: { source: ["dr.orchestration"], detail: { data: { task: { type: ["lamp"] } } } } },
      ],
    },
  });
  expect(tasks?.iam).toContainEqual({ actions: ["events:PutEvents"], bus: true, source: "dr.adapter.lamp" });
  expect(tasks?.iam.at(-1)).toEqual(options.iam[0]);
});

test("what is deployed is called as the folder, also where the technology is called otherwise", () => {
  const manifest = adapterManifest({ ...options, service: "adapter-light", technology: "lighting" });
  const [tasks] = manifest.functions;
  expect([manifest.tables[0]?.name, manifest.queues[0]?.name, tasks?.name]).toEqual([
    "dr-ledger-light",
    "adapter-light",
    "dr-adapter-light-tasks",
  ]);
  expect(tasks?.iam).toContainEqual({ actions: ["events:PutEvents"], bus: true, source: "dr.adapter.lighting" });
});

test.each([
  ["database", "DR-Database-Adapter-Role-tasks"],
  ["sql_always_on", "DR-Sql-Always-On-Adapter-Role-tasks"],
  ["drs", "DR-DRS-Integration-Role-tasks"],
])("the roles of %s begin as %s: the accounts that it works in name them so", (technology, role) => {
  expect(adapterManifest({ ...options, technology }).functions[0]?.role).toBe(role);
});

test("a folder that is not called adapter-… is refused", () => {
  expect(() => adapterManifest({ ...options, service: "lamp" })).toThrow(expect.objectContaining({ code: "adapter.invalid_service" }));
});

test("wildcards are refused", () => {
  expect(() => adapterManifest({ ...options, iam: [{ actions: ["lamp:*"], arns: ["arn:x"] }] })).toThrow(
    expect.objectContaining({ code: "adapter.wildcard_action" }),
  );
  expect(() => adapterManifest({ ...options, iam: [{ actions: ["lamp:Toggle"], arns: ["*"] }] })).toThrow(
    expect.objectContaining({ code: "adapter.wildcard_resource" }),
  );
});

const accountRights = [
  { actions: ["sts:AssumeRole", "sts:SetSourceIdentity"], arns: ["arn:${partition}:iam::*:role/DR-Cross-Account-Target-Role*"] },
  { actions: ["dynamodb:GetItem"], arns: ["arn:${partition}:dynamodb:${region}:${account}:table/dr-cross-account-config"] },
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:${partition}:secretsmanager:${region}:${account}:secret:dr-orchestration/cross-account/target-account-*"],
  },
];

test("an adapter may take one role by name in accounts that are registered; one that has rights on nothing may take none", () => {
  const [tasks] = adapterManifest(options).functions;
  for (const right of accountRights) expect(tasks?.iam).toContainEqual(right);
  const [idle] = adapterManifest({ ...options, iam: [] }).functions;
  expect(JSON.stringify(idle)).not.toMatch(/sts:|cross-account/);
});

test("queries go into a function of their own, which is invoked and may do nothing but read", () => {
  const reads = [{ actions: ["lamp:DescribeLamps", "sts:AssumeRole"], arns: ["arn:${partition}:lamp:*:${account}:lamp/*"] }];
  const manifest = adapterManifest({ ...options, queries: { iam: reads } });
  expect(manifest.functions.map(({ name }) => name)).toEqual(["dr-adapter-lamp-tasks", "dr-adapter-lamp-queries"]);
  expect(manifest.functions[1]).toEqual({
    name: "dr-adapter-lamp-queries",
    role: "DR-Lamp-Adapter-Role-queries",
    description: "Answers questions, changes nothing: Lamps",
    entry: "src/handlers/queries.ts",
    trigger: { kind: "invoke" },
    timeoutSeconds: 25,
    memoryMb: 512,
    environment: {
      DR_SERVICE: { value: "adapter-lamp" },
      DR_REGIONS: { setting: "DR_REGIONS", value: "" },
      DR_ALLOWED_REGIONS: { setting: "DR_ALLOWED_REGIONS", value: "" },
      DR_ACCOUNT_TABLE: { value: "dr-cross-account-config" },
    },
    iam: [
      { ...accountRights[0], arns: ["arn:${partition}:iam::*:role/DR-Cross-Account-Target-Role*-ReadOnly"] },
      ...accountRights.slice(1),
      ...reads,
    ],
  });
  expect(adapterManifest(options).functions).toHaveLength(1);
});

test.each(["lamp:Toggle", "sts:AssumeRoleWithSAML", "lamp:GenerateReport", "lambda:InvokeFunctionUrl"])(
  "a query that may do %s is refused",
  (action) => {
    const queries = { iam: [{ actions: ["lamp:GetLamp", action], arns: ["arn:x"] }] };
    expect(() => adapterManifest({ ...options, queries })).toThrow(expect.objectContaining({ code: "adapter.query_may_write" }));
  },
);

test("the registry entry holds JSON Schemas of what a plan may write", () => {
  const entry = toRegistryEntry(adapterManifest(options));
  expect(entry).toMatchObject({ technology: "lamp", version: "1.0.0" });
  expect(entry.operations.map(({ name, reversibility }) => `${name} ${reversibility}`)).toEqual([
    "switch_on reversible",
    "dim reversible",
    "burn irreversible",
    "string reversible",
  ]);
  const schema = readSchema(JSON.parse(JSON.stringify(entry.operations[0]?.resourcesSchema)));
  expect([
    schema.safeParse({ lamps: ["a"] }).success,
    schema.safeParse({ lamps: [] }).success,
    schema.safeParse({ lamp: ["a"] }).success,
  ]).toEqual([true, false, false]);
});

test("schemas that plans cannot be held against are refused, with the place", () => {
  const pair = z.strictObject({ pairs: z.array(z.tuple([z.string(), z.int()])) });
  const operations = { join: { ...lampAdapter.operations["switch_on"]!, resources: pair as never } };
  const message = "join, resourcesSchema: properties.pairs.items: `prefixItems` is not read here";
  expect(() => adapterManifest({ ...options, operations })).toThrow(
    expect.objectContaining({ code: "adapter.unreadable_schema", message }),
  );
});

test("an entry that does not fit into a parameter is refused", () => {
  const manifest = adapterManifest({
    ...options,
    operations: { big: { ...lampAdapter.operations["switch_on"]!, description: "x".repeat(8_192) } },
  });
  const message = expect.stringMatching(/^lamp\.big has \d+ bytes in the registry/) as unknown;
  expect(() => toRegistryParameters(manifest)).toThrow(expect.objectContaining({ code: "adapter.registry_entry_too_large", message }));
});

test("every operation has a parameter of its own, and a default is declared, not the first", () => {
  const manifest = adapterManifest(options);
  expect(toRegistryParameters(manifest).map(({ name, value }) => [name, (JSON.parse(value) as RegistryEntry).operations.length])).toEqual([
    ["/dr-orchestration/adapters/lamp/switch_on", 1],
    ["/dr-orchestration/adapters/lamp/dim", 1],
    ["/dr-orchestration/adapters/lamp/burn", 1],
    ["/dr-orchestration/adapters/lamp/string", 1],
  ]);
  expect([manifest.defaultOperation, adapterManifest({ ...options, defaultOperation: "dim" }).defaultOperation]).toEqual([
    undefined,
    "dim",
  ]);
  expect(() => adapterManifest({ ...options, defaultOperation: "shine" })).toThrow(expect.objectContaining({ code: "adapter.invalid" }));
});

test.each([
  ["a name that no event source can have", { technology: "my-lamp" }],
  ["no operation", { operations: {} }],
  ["reversible without a rollback", { operations: { burn: { ...lampAdapter.operations["burn"]!, reversibility: "reversible" as const } } }],
])("an adapter is refused: %s", (_name, change) => {
  expect(() => defineAdapter({ ...lampAdapter, ...change })).toThrow(expect.objectContaining({ code: "adapter.invalid" }));
});
