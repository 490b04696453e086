/** Given a pair of failover records, when one of them shall answer, then: it does whatever is healthy, or it is told why it would not. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld } from "./estate-world.ts";
import { CHECK, OTHER_CHECK, pairSeed, primary, secondary, type RecordSeed } from "./pairs.ts";

type World = ReturnType<typeof estateWorld>;
interface Given {
  readonly seed?: Parameters<typeof pairSeed>;
  readonly executionType?: "drill";
  readonly mode?: "unplanned";
  readonly record?: Record<string, unknown>;
  readonly operation?: string;
  readonly resources?: Record<string, unknown>;
}

function given(answer: string, { seed = [], record = {}, ...way }: Given = {}) {
  const scenario = {
    name: "given",
    operation: "dns_failover",
    resources: { failoverRecords: [{ hostedZoneId: "Z1", recordName: "app.example.com", answer, ...record }] },
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof estateWorld>[0]): World => estateWorld(clock, pairSeed(...seed)),
    ...way,
  };
  return createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
}

type Harness = ReturnType<typeof given>;

function told(harness: Harness) {
  const { failure, result } = harness.facts().at(-1)!.data as { failure?: { code: string; message: string }; result: TaskResult };
  const [resource] = result.resources;
  return { code: failure?.code, message: failure?.message, result, resource };
}

async function asked(answer: string, more: Given = {}) {
  const harness = given(answer, more);
  harness.request({ deadlineSeconds: 300 });
  await harness.run();
  return { ...told(harness), checks: checksOf(harness), effects: harness.world.effects() };
}

function checksOf(harness: Harness) {
  const { healthChecks } = (harness.world as World).estate.state().route53;
  return Object.fromEntries(
    healthChecks.map(({ id, disabled, inverted, countsAsHealthy }) => [id, { disabled, inverted, countsAsHealthy }]),
  );
}

test("the secondary answers, whatever the primary's check sees; users see it when the old TTL has run out", async () => {
  const { resource, checks, effects, result } = await asked("secondary");
  expect(checks[CHECK]).toEqual({ disabled: true, inverted: true, countsAsHealthy: false });
  expect(effects).toEqual([`UpdateHealthCheck ${CHECK}`]);
  expect(resource).toMatchObject({
    resource: "Z1/app.example.com.",
    before: { answers: "automatic", healthCheckId: CHECK, disabled: false, inverted: false },
    after: { answers: "secondary", oldTtlSeconds: 60, secondary: { ResourceRecords: [{ Value: "198.51.100.1" }] } },
  });
  expect(result.externalIds).toMatchObject({ "Z1/app.example.com./healthCheckId": CHECK });
  expect(result.rtoSeconds).toBeGreaterThanOrEqual(120);
});

test("trap: an inverted check of a primary that is down already would send users back to it", async () => {
  const { checks, code } = await asked("secondary", { mode: "unplanned", seed: [undefined, { check: { endpointHealthy: false } }] });
  expect(code).toBeUndefined();
  expect(checks[CHECK]).toEqual({ disabled: true, inverted: true, countsAsHealthy: false });
});

test("the primary answers although its check sees it down, and its own health decides again when it is automatic", async () => {
  const seed: Parameters<typeof pairSeed> = [undefined, { check: { endpointHealthy: false } }];
  const forced = await asked("primary", { seed });
  expect(forced.checks[CHECK]).toEqual({ disabled: true, inverted: false, countsAsHealthy: true });
  const home = await asked("automatic", { seed: [undefined, { check: { disabled: true, inverted: true } }] });
  expect(home.checks[CHECK]).toEqual({ disabled: false, inverted: false, countsAsHealthy: true });
});

test("a check that is inverted on purpose is automatic already, and stays so", async () => {
  const { resource, effects } = await asked("automatic", { seed: [undefined, { check: { inverted: true } }] });
  expect([resource?.outcome, effects]).toEqual(["noop", []]);
});

test("trap: with both unhealthy Route 53 answers with the primary: a secondary that is not healthy yet is waited for", async () => {
  const seed: Parameters<typeof pairSeed> = [undefined, { otherCheck: { endpointHealthy: false } }];
  const { code, message, effects } = await asked("secondary", { seed });
  expect([code, effects]).toEqual(["task.timed_out", []]);
  expect(message).toContain("is not healthy: the primary would go on answering");
});

test("a drill touches nothing; it says who would answer, and that the secondary is not healthy", async () => {
  const seed: Parameters<typeof pairSeed> = [undefined, { otherCheck: { endpointHealthy: false } }];
  const { resource, effects, result } = await asked("secondary", { seed, executionType: "drill" });
  expect(effects).toEqual([]);
  expect(resource).toMatchObject({ outcome: "skipped_in_drill", after: { wouldAnswer: "secondary", answers: "automatic" } });
  expect(result.warnings.join()).toContain("is not healthy");
});

test("a secondary whose health nobody tells is no obstacle, and is said", async () => {
  const { code, result } = await asked("secondary", { seed: [undefined, { otherCheck: { type: "CALCULATED" } }] });
  expect(code).toBeUndefined();
  expect(result.warnings.join()).toContain("nobody tells whether");
});

test.each([
  ["gives the check its own word again", { disabled: true, inverted: true }, undefined, { disabled: false, inverted: false }],
  ["refuses what somebody else set since", { disabled: true, inverted: false }, "task.changed_since", { disabled: true, inverted: false }],
] as const)("a rollback %s", async (_name, since, code, after) => {
  const harness = given("secondary");
  const operationId = harness.request({ deadlineSeconds: 300 });
  await harness.run();
  const { healthChecks } = (harness.world as World).createClients((port) => port);
  await healthChecks.set(await healthChecks.describe(CHECK), since);
  harness.request({ type: "TechnologyRollbackRequested", undoes: operationId });
  await harness.run();
  expect([told(harness).code, checksOf(harness)[CHECK]]).toEqual([code, expect.objectContaining(after)]);
});

const alias = { hostedZoneId: "ZLB1", dnsName: "lb.example.com", evaluateTargetHealth: true };
const { healthCheckId: _own, ...unchecked } = primary;
const { values: _values, ttl: _ttl, ...aliased } = unchecked;
const ipv6 = { type: "AAAA", values: ["2001:db8::1"] };

type Checks = Parameters<typeof pairSeed>[1];
const refusals: readonly (readonly [string, readonly RecordSeed[], Checks, string])[] = [
  ["a name without a failover record", [{ name: "app.example.com", type: "A", values: ["192.0.2.1"] }], {}, "no_failover_record"],
  ["a name without a record", [], {}, "no_failover_record"],
  ["a primary alone", [primary], {}, "no_secondary"],
  ["a primary without a health check", [unchecked, secondary], {}, "no_health_check"],
  ["a primary that follows its alias target", [{ ...aliased, alias }, secondary], {}, "no_health_check"],
  ["one check for both", [primary, { ...secondary, healthCheckId: CHECK }], {}, "shared_health_check"],
  ["a check that a routing control sets", [primary, secondary], { check: { type: "RECOVERY_CONTROL" } }, "recovery_control"],
  ["pairs of two types", [primary, secondary, { ...primary, ...ipv6 }, { ...secondary, ...ipv6 }], {}, "record_ambiguous"],
];
test.each(refusals)("refused: %s", async (_name, records, checks, code) => {
  const refused = await asked("secondary", { seed: [records, checks] });
  expect([refused.code, refused.effects]).toEqual([`infrastructure.${code}`, []]);
});

test("of pairs of two types the one that is said is set", async () => {
  const six = [
    { ...primary, ...ipv6, healthCheckId: OTHER_CHECK },
    { ...secondary, ...ipv6, healthCheckId: CHECK },
  ];
  const { effects, resource } = await asked("secondary", { seed: [[primary, secondary, ...six]], record: { recordType: "AAAA" } });
  expect([resource?.resource, effects]).toEqual(["Z1/app.example.com./AAAA", [`UpdateHealthCheck ${OTHER_CHECK}`]]);
});

test("a secondary without a health check may be led to what was recovered: dns_update keeps its role", async () => {
  const { healthCheckId: _none, ...bare } = secondary;
  const lead = { hostedZoneId: "Z1", recordName: "app.example.com", setIdentifier: "west", newValue: "198.51.100.7" };
  const { resource } = await asked("secondary", {
    operation: "dns_update",
    resources: { route53Records: [lead] },
    seed: [[primary, bare]],
  });
  expect(resource?.after).toMatchObject({ records: [{ Failover: "SECONDARY", ResourceRecords: [{ Value: "198.51.100.7" }] }] });
});

test("a health check that is not there is told by its own name", async () => {
  const { code, message } = await asked("secondary", { seed: [[{ ...primary, healthCheckId: "gone" }, secondary]] });
  expect([code, message]).toEqual(["aws.not_found", expect.stringContaining("gone")]);
});
