// One resource under two names, over HTTP: in one plan, in two plans, and in what a plan chooses.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getExecution, untilStatus } from "../../support/runtime.ts";
import { codesOf, createTroubleWorld, failover, gate, wave, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await createTroubleWorld();
}, 60_000);
afterAll(() => world.stop());

const record = (hostedZoneId: string, recordName: string) => ({
  type: "infrastructure",
  operation: "dns_update",
  resources: { route53Records: [{ hostedZoneId, recordName, newValue: "standby.example.com" }] },
});
const arn = (name: string, kind = "cluster") => `arn:aws:rds:us-east-1:000000000000:${kind}:${name}`;

/** Two spellings of one thing each; `n` keeps the pairs of different tests apart. */
const spellings = (n: string): readonly (readonly [string, object, object])[] => [
  ["cluster-arn", failover({ clusters: [`orders-${n}`] }), failover({ clusters: [arn(`orders-${n}`)] })],
  ["cluster-case", failover({ clusters: [`Alias-DB-${n}`] }), failover({ clusters: [`alias-db-${n}`] })],
  ["instance-arn", failover({ instances: [`bill-${n}`] }), failover({ instances: [arn(`bill-${n}`, "db")] })],
  ["record-case", record("ZAAA", `o-${n}.example.com`), record("ZAAA", `O-${n}.Example.com.`)],
  ["record-zone", record("ZBBB", `z-${n}.example.com`), record("/hostedzone/ZBBB", `z-${n}.example.com`)],
  ["record-octal", record("ZCCC", `0/25.${n}.example.com`), record("ZCCC", `0\\05725.${n}.example.com`)],
];

describe.each(spellings("a"))("%s in one plan", (name, one, other) => {
  test("is refused where both can run at once, and a warning where they follow each other", async () => {
    const twice = await world.save(`${name}-beside`, [wave(1, [one]), wave(2, [other], { dependencies: [] })]);
    expect([twice.status, twice.body.code, codesOf(twice.body.errors)]).toEqual([422, "plan.invalid", ["plan.resource_twice"]]);
    const again = await world.save(`${name}-after`, [wave(1, [one]), wave(2, [other])]);
    expect([again.status, codesOf(again.body.warnings)]).toEqual([201, ["plan.resource_again"]]);
  });
});

describe.each(spellings("b"))("%s in two plans", (name, one, other) => {
  test("lets one run at a time; the other is told what is in use, by whom, and what can be done about it", async () => {
    expect((await world.save(`${name}-1`, [wave(1, [one], gate)])).status).toBe(201);
    expect((await world.save(`${name}-2`, [wave(1, [other])])).status).toBe(201);
    const { executionId } = (await world.start(`${name}-1`)).body;
    await untilStatus(world.runtime.as("DROperator"), executionId, ["paused"]);
    const refused = await world.start(`${name}-2`);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "execution.resource_conflict",
        details: {
          conflicts: [{ executionId, status: "paused", since: expect.stringMatching(/^20\d\d-/), until: null }],
          next: { executionId, waitingFor: "approvals" },
        },
      },
    });
    const cancel = refused.body.details.next.nextActions.find(({ action }: { action: string }) => action === "cancel");
    expect((await world.ask(cancel.method, cancel.path.replace("/api/v1", ""), cancel.body)).status).toBe(200);
    await untilStatus(world.runtime.as("DROperator"), executionId, ["cancelled"]);
    expect((await world.start(`${name}-2`)).status).toBe(202);
  });
});

test("a cluster and an instance of one name are two things: both plans run at once", async () => {
  await world.save("same-name-c", [wave(1, [failover({ clusters: ["twins"] })], gate)]);
  await world.save("same-name-i", [wave(1, [failover({ instances: ["twins"] })], gate)]);
  const ids = [await world.start("same-name-c"), await world.start("same-name-i")].map(({ body }) => body.executionId as string);
  for (const id of ids) await untilStatus(world.runtime.as("DROperator"), id, ["paused"]);
  expect(await Promise.all(ids.map(async (id) => (await getExecution(world.runtime.as("DROperator"), id)).status))).toEqual([
    "paused",
    "paused",
  ]);
  for (const id of ids) await world.ask("PUT", `/executions/${id}/cancel`, { reason: "seen" });
});

describe("an explicit choice", () => {
  test("that matches nothing is an error with what could be chosen", async () => {
    const { status, body } = await world.save("choice-of-another", [
      wave(1, [failover({ clusters: ["chosen"] }, { config: { targetInstance: { "another-cluster": "chosen-instance-2" } } })]),
    ]);
    expect([status, codesOf(body.errors), body.errors[0].path]).toEqual([
      422,
      ["plan.unknown_choice"],
      "waves[0].technologies[0].config.targetInstance.another-cluster",
    ]);
  });

  test.each([
    ["by its ARN", { [arn("picked-a")]: "picked-a-instance-2" }, "picked-a"],
    ["in upper case", { "PICKED-B": "PICKED-B-INSTANCE-2" }, "picked-b"],
  ])("that names the cluster %s is followed", async (_, targetInstance, cluster) => {
    expect((await world.save(cluster, [wave(1, [failover({ clusters: [cluster] }, { config: { targetInstance } })])])).status).toBe(201);
    const { executionId } = (await world.start(cluster)).body;
    const view = await untilStatus(world.runtime.as("DROperator"), executionId, ["completed", "failed"]);
    expect([view.status, view["failures"]]).toEqual(["completed", { tasks: [], total: 0 }]);
    expect(JSON.stringify(view.waves)).toContain(`"${cluster}-instance-2"`);
  });
});
