/** Given what a plan says of names, load balancers and security groups, when all are updated, then: in order, with the environment's defaults, and told so. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { Failure, TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { NEW } from "./balanced.ts";
import { estateWorld } from "./estate-world.ts";
import { PARAMETERS, PATH, SG, updated, WORDS } from "./update-seed.ts";

interface Given {
  readonly operation?: string;
  readonly config?: Record<string, unknown>;
  readonly resources?: Record<string, unknown>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

async function run({ operation = "update", config = {}, resources = {}, parameters = {}, environment }: Given) {
  let world: ReturnType<typeof estateWorld> | undefined;
  const createWorld = (clock: Parameters<typeof estateWorld>[0]) =>
    (world = estateWorld(
      clock,
      updated(parameters),
      ({ action, resources: on }) => `${action} ${on.find((one) => one === NEW) ?? on[0] ?? ""}`,
    ));
  const scenario = { name: "given", operation, resources, config, effects: [], takesAtLeastSeconds: 1, createWorld };
  const harness = createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  harness.request({ deadlineSeconds: 900, ...(environment === undefined ? {} : { environment }) });
  await harness.run();
  const { failure, result } = harness.facts().at(-1)!.data as { failure?: Failure; result?: TaskResult };
  const zone = world!.estate.state().route53.zones.find(({ id }) => id === "Z1");
  const record = zone?.recordSets.find(({ Name }) => Name === "app.example.com.");
  return { effects: world!.effects(), failure, resources: result?.resources ?? [], record };
}
const open = { hosted_zone_id: "Z1", record_name: "app.example.com" };

test("sample keys dns_updates, lb_updates and sg_updates: doors first, then targets, users last", async () => {
  const { effects, failure, resources, record } = await run({ config: WORDS });
  expect(failure).toBeUndefined();
  expect(effects).toEqual([`AuthorizeSecurityGroupIngress ${SG}`, `RegisterTargets ${NEW}`, "ChangeResourceRecordSets Z1"]);
  expect(resources.map(({ outcome }) => outcome)).toEqual(["completed", "completed", "completed"]);
  expect(record).toMatchObject({ TTL: 300, ResourceRecords: [{ Value: "new.example.com" }] });
});

test("what dns_update takes means the same: a plan that names no operation is as it was", async () => {
  const { effects, record } = await run({
    resources: { route53Records: [{ hostedZoneId: "Z1", recordName: "app.example.com", newValue: "new.example.com" }] },
  });
  expect([effects, record?.TTL]).toEqual([["ChangeResourceRecordSets Z1"], 300]);
});

test("defaults: dns-ttl of the environment counts where the task says none, and the result says where it came from", async () => {
  const given = { config: { dns_updates: WORDS.dns_updates }, parameters: PARAMETERS, environment: "production" };
  const { resources, record } = await run(given);
  expect(record?.TTL).toBe(30);
  expect(resources[0]?.after).toMatchObject({ settings: { ttl: { value: "30", from: `${PATH}/dns-ttl` } } });
});

test("defaults: what an environment says counts for dns_update, too", async () => {
  const { resources, record } = await run({
    operation: "dns_update",
    resources: { route53Records: [{ hostedZoneId: "Z1", recordName: "app.example.com", newValue: "new.example.com" }] },
    parameters: { ...PARAMETERS, "route53-hosted-zones": "Z7" },
    environment: "production",
  });
  expect(record?.TTL).toBe(30);
  expect(resources[0]).toMatchObject({
    after: { settings: { ttl: { value: "30", from: `${PATH}/dns-ttl` } } },
    warnings: expect.arrayContaining([`app.example.com: zone Z1 is none of ${PATH}/route53-hosted-zones`]) as string[],
  });
});

test("defaults: the task's own ttl wins over the environment's", async () => {
  const config = { dns_updates: [{ ...WORDS.dns_updates[0], ttl: 90 }] };
  const { record } = await run({ config, parameters: PARAMETERS, environment: "production" });
  expect(record?.TTL).toBe(90);
});

test("defaults: a record that says nothing becomes an alias of the first of load-balancer-arns", async () => {
  const config = { dns_updates: [{ ...open, record_name: "new.example.com", record_type: "A" }] };
  const { effects, resources } = await run({ config, parameters: PARAMETERS, environment: "production" });
  expect(effects).toEqual(["ChangeResourceRecordSets Z1"]);
  expect(resources[0]?.after).toMatchObject({
    records: [{ Name: "new.example.com.", Type: "A", AliasTarget: { EvaluateTargetHealth: true } }],
    settings: { loadBalancer: { from: `${PATH}/load-balancer-arns` } },
  });
});

test("defaults: a zone that is none of route53-hosted-zones is told", async () => {
  const parameters = { "route53-hosted-zones": "Z7,Z9" };
  const { resources } = await run({ config: { dns_updates: WORDS.dns_updates }, parameters, environment: "production" });
  expect(resources[0]?.warnings).toContain(`app.example.com: zone Z1 is none of ${PATH}/route53-hosted-zones`);
});

test.each([
  ["nothing says where a record leads", { dns_updates: [open] }, {}, "infrastructure.no_target"],
  ["a default is no number", { dns_updates: WORDS.dns_updates }, { "dns-ttl": "soon" }, "infrastructure.bad_default"],
  ["nothing is to be updated", {}, {}, "infrastructure.nothing_to_update"],
  ["a group is named with nothing to do", { sg_updates: [{ group_id: SG }] }, {}, "task.invalid_input"],
])("refused before anything is touched: %s", async (_name, config, parameters, code) => {
  const { effects, failure } = await run({ config, parameters, environment: "production" });
  expect([effects, failure?.code]).toEqual([[], code]);
});
