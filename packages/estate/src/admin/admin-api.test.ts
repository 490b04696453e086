// The estate's own HTTP surface: journal, state, seeds, faults, and what it says about bad input.
import { beforeEach, describe, expect, test } from "vitest";
import { createEstate, type Estate } from "../estate.ts";

let estate: Estate;
beforeEach(() => {
  estate = createEstate({ memory: true, clock: () => Date.parse("2026-11-23T04:00:00Z"), speed: 60, seed: "test" });
});

const call = async (method: string, path: string, body?: unknown) => {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? "");
  const answer = await estate.handle({ method, url: `/_local/estate/${path}`, headers: {}, body: body === undefined ? "" : text });
  if (answer === "reset") throw new Error("the connection was reset");
  return { status: answer.status, type: answer.headers["content-type"], body: JSON.parse(answer.body) as Record<string, unknown> };
};

/** A FailoverDBCluster request as the SDK signs it. */
const failover = (target: string) =>
  estate.handle({
    method: "POST",
    url: "/",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/rds/aws4_request, SignedHeaders=host, Signature=0",
      "user-agent": "aws-sdk-js/3.1169.0 app/dr-adapter-database",
    },
    body: `Action=FailoverDBCluster&Version=2014-10-31&DBClusterIdentifier=orders&TargetDBInstanceIdentifier=${target}`,
  });

describe("effects", () => {
  test("lists calls with request, outcome, times and who sent them; says that it is simulated", async () => {
    estate.seed({ rds: { clusters: [{ identifier: "orders" }] } });
    await failover("orders-instance-2");
    await failover("orders-instance-2");
    const { body } = await call("GET", "effects");
    expect(body).toMatchObject({
      simulated: true,
      speed: 60,
      estateTime: "2026-11-23T04:00:00.000Z",
      wallTime: "2026-11-23T04:00:00.000Z",
    });
    const [first, second] = body["effects"] as Record<string, unknown>[];
    expect(first).toEqual({
      seq: 1,
      at: "2026-11-23T04:00:00.000Z",
      wallAt: "2026-11-23T04:00:00.000Z",
      service: "rds",
      action: "FailoverDBCluster",
      region: "us-east-1",
      resources: ["orders"],
      request: { DBClusterIdentifier: "orders", TargetDBInstanceIdentifier: "orders-instance-2" },
      outcome: "applied",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
      userAgentTag: "dr-adapter-database",
    });
    expect(second).toMatchObject({ seq: 2, outcome: "rejected", error: { code: "InvalidDBClusterStateFault" } });
  });

  test("are filtered by service, action, resource, region, outcome and position", async () => {
    estate.seed({ rds: { clusters: [{ identifier: "orders" }] } });
    await failover("orders-instance-2");
    await failover("orders-instance-2");
    const seqs = async (query: string) =>
      ((await call("GET", `effects?${query}`)).body["effects"] as { seq: number }[]).map(({ seq }) => seq);
    expect(await seqs("outcome=applied")).toEqual([1]);
    expect(await seqs("after=1")).toEqual([2]);
    expect(await seqs("service=rds&action=FailoverDBCluster&resource=orders&region=us-east-1")).toEqual([1, 2]);
    expect(await seqs("service=drs")).toEqual([]);
    expect(await seqs("action=RebootDBInstance")).toEqual([]);
    expect(await seqs("resource=order")).toEqual([]);
    expect(await seqs("region=us-west-2")).toEqual([]);
  });

  test("refuse filters that do not exist", async () => {
    const answer = await call("GET", "effects?outcome=maybe&colour=red");
    expect(answer).toMatchObject({ status: 400, type: "application/problem+json", body: { code: "estate.bad_input", simulated: true } });
    expect((answer.body["errors"] as { path: string }[]).map(({ path }) => path)).toEqual(["query.outcome", "query"]);
  });
});

describe("seed", () => {
  test("takes a seed document, and a plan", async () => {
    const seeded = await call("POST", "seed", { rds: { instances: [{ identifier: "billing" }] } });
    expect(seeded).toMatchObject({
      status: 200,
      body: { simulated: true, created: [{ kind: "instance", id: "billing" }], existing: [], skipped: [] },
    });
    const planned = await call("POST", "seed", {
      plan: { waves: [{ technology: "drs", resources: { sourceServers: ["i-1"] } }] },
      region: "us-west-2",
    });
    expect(planned.body["created"]).toMatchObject([{ kind: "source-server", region: "us-west-2", name: "i-1" }]);
  });

  test.each([
    ["a wrong type", { rds: { clusters: [{ identifier: 7 }] } }, ["rds.clusters[0].identifier"]],
    ["an unknown member", { rds: { cluster: [] } }, ["rds"]],
    [
      "everything wrong at once",
      { rds: { instances: [{}] }, route53: { zones: [{ id: "z", name: "a" }] } },
      ["rds.instances[0].identifier", "route53.zones[0].id"],
    ],
    [
      "a record outside its zone",
      { route53: { zones: [{ id: "Z1", name: "a.com", records: [{ name: "b.org", type: "A", values: ["192.0.2.1"] }] }] } },
      ["route53.zones[0].records[0].name"],
    ],
    ["a plan without waves", { plan: { planId: "x" } }, ["plan.waves"]],
    ["a list", [], [""]],
  ])("refuses %s, with the path", async (_what, document, paths) => {
    const answer = await call("POST", "seed", document);
    expect(answer.status).toBe(400);
    expect((answer.body["errors"] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
    expect(estate.state().rds.instances).toEqual([]);
  });

  test("refuses what is not JSON", async () => {
    expect(await call("POST", "seed", "{nonsense")).toMatchObject({
      status: 400,
      body: { code: "estate.bad_json", errors: [{ path: "body", message: "expected JSON" }] },
    });
  });
});

describe("faults", () => {
  test("are installed one or many, listed, and cleared one or all", async () => {
    expect(await call("POST", "faults", { kind: "throttle", times: 2 })).toMatchObject({
      status: 201,
      body: { faults: [{ id: "fault-1", kind: "throttle", remaining: 2 }] },
    });
    await call("POST", "faults", {
      rules: [
        { kind: "region-down", region: "us-east-1" },
        { kind: "delay", delayMs: 5 },
      ],
    });
    expect((await call("GET", "faults")).body["faults"]).toHaveLength(3);
    expect((await call("DELETE", "faults?id=fault-1")).body).toMatchObject({ cleared: 1 });
    expect(((await call("GET", "state")).body["faults"] as { id: string }[]).map(({ id }) => id)).toEqual(["fault-2", "fault-3"]);
    expect((await call("DELETE", "faults")).body).toMatchObject({ cleared: 2 });
    expect(estate.faults.list()).toEqual([]);
  });

  test.each([
    ["an unknown kind", { kind: "meteor" }, ["kind"]],
    ["an outage without Region", { kind: "region-down" }, ["region"]],
    ["a delay without length", { kind: "delay" }, ["delayMs"]],
    ["impossible numbers", { kind: "throttle", times: 0, probability: 2 }, ["times", "probability"]],
    ["one bad rule among good ones", { rules: [{ kind: "throttle" }, { kind: "x" }] }, ["rules[1].kind"]],
  ])("refuses %s, with the path, and installs nothing", async (_what, rule, paths) => {
    const answer = await call("POST", "faults", rule);
    expect(answer.status).toBe(400);
    expect((answer.body["errors"] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
    expect(estate.faults.list()).toEqual([]);
  });
});

test("state shows every sort of resource, without parameter values", async () => {
  estate.seed({ ssm: { parameters: [{ name: "/a", value: "hush" }] } });
  const { body } = await call("GET", "state");
  expect(body).toMatchObject({
    simulated: true,
    speed: 60,
    rds: { clusters: [], instances: [], globalClusters: [] },
    drs: { sourceServers: [], jobs: [], recoveryInstances: [] },
    ec2: { instances: [] },
    route53: { zones: [], changes: [] },
    ssm: { parameters: [{ region: "us-east-1", name: "/a", type: "String", version: 1 }] },
    faults: [],
  });
  expect(JSON.stringify(body)).not.toContain("hush");
});

test("other paths are 404, other methods 405", async () => {
  expect(await call("GET", "nothing")).toMatchObject({ status: 404, body: { code: "estate.no_such_path" } });
  expect(await call("PUT", "state")).toMatchObject({ status: 405, body: { code: "estate.method_not_allowed" } });
});
