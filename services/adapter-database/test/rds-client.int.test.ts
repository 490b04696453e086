/** The RDS port with the real SDK client: what goes over the wire, how often, and how answers and errors are read. */
import { classifyAwsError } from "@dr/adapter-kit";
import { recorderOfTest, type AwsRecorder, type RecordedAnswer } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import { createDatabaseClients } from "../src/clients.ts";
import type { RdsPort } from "../src/rds-client.ts";

let recorder: AwsRecorder | undefined;

async function rdsAnswering(...answers: readonly RecordedAnswer[]): Promise<RdsPort> {
  recorder = await recorderOfTest((_request, count) => answers[Math.min(count, answers.length) - 1] ?? "reset");
  return createDatabaseClients({ ...recorder.env }).rds();
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const error = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;

test("a failover names the cluster and the target, and is sent once", async () => {
  const rds = await rdsAnswering({ body: "<FailoverDBClusterResponse><FailoverDBClusterResult/></FailoverDBClusterResponse>" });
  await rds.failoverCluster("orders", "orders-2");
  expect(recorder?.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { Action: "FailoverDBCluster", Version: "2014-10-31", DBClusterIdentifier: "orders", TargetDBInstanceIdentifier: "orders-2" },
  ]);
  expect(recorder?.requests[0]?.headers.authorization).toContain("/eu-west-1/rds/aws4_request");
});

test("a reboot says ForceFailover", async () => {
  const rds = await rdsAnswering({ body: "<RebootDBInstanceResponse><RebootDBInstanceResult/></RebootDBInstanceResponse>" });
  await rds.rebootWithFailover("billing");
  expect(recorder?.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { Action: "RebootDBInstance", Version: "2014-10-31", DBInstanceIdentifier: "billing", ForceFailover: "true" },
  ]);
});

test.each([
  ["500 of the service", { status: 500, body: error("InternalFailure") }],
  ["500 of a proxy, in HTML", { status: 500, contentType: "text/html", body: "<html><body>Bad <b>gateway</body></html>" }],
  ["503", { status: 503, body: error("ServiceUnavailable") }],
  ["a dropped connection", "reset"],
] as const)("a mutation that ends in %s is sent once, and its outcome is unknown", async (_name, answer) => {
  const rds = await rdsAnswering(answer);
  const thrown = await errorOf(rds.rebootWithFailover("billing"));
  expect(classifyAwsError(thrown).class).toBe("UNKNOWN_OUTCOME");
  expect(recorder?.requests).toHaveLength(1);
});

test("a mutation that is throttled is sent once, and may be tried again", async () => {
  const rds = await rdsAnswering({ status: 400, body: error("Throttling") });
  const thrown = await errorOf(rds.failoverCluster("orders", "orders-2"));
  expect(classifyAwsError(thrown)).toMatchObject({ class: "THROTTLED", failure: { code: "aws.throttled", retryable: true } });
  expect(recorder?.requests).toHaveLength(1);
});

test("a read is repeated after a 500, and its XML is understood", async () => {
  const cluster = `<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster>
    <DBClusterIdentifier>orders</DBClusterIdentifier><Engine>aurora-postgresql</Engine><Status>available</Status>
    <DBClusterMembers>
      <DBClusterMember><DBInstanceIdentifier>orders-1</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter><PromotionTier>0</PromotionTier></DBClusterMember>
      <DBClusterMember><DBInstanceIdentifier>orders-2</DBInstanceIdentifier><IsClusterWriter>false</IsClusterWriter></DBClusterMember>
    </DBClusterMembers></DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`;
  const rds = await rdsAnswering({ status: 500, body: error("InternalFailure") }, { body: cluster });
  expect(await rds.describeCluster("orders")).toEqual({
    clusterId: "orders",
    engine: "aurora-postgresql",
    status: "available",
    members: [
      { instanceId: "orders-1", isWriter: true, promotionTier: 0 },
      { instanceId: "orders-2", isWriter: false, promotionTier: 15 },
    ],
  });
  expect(recorder?.requests).toHaveLength(2);
});

test("an instance is understood, its zones above all", async () => {
  const instance = `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
    <DBInstanceIdentifier>billing</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus><MultiAZ>true</MultiAZ>
    <AvailabilityZone>eu-west-1a</AvailabilityZone><SecondaryAvailabilityZone>eu-west-1b</SecondaryAvailabilityZone>
    <LatestRestorableTime>2026-11-23T03:55:00Z</LatestRestorableTime>
    </DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`;
  const rds = await rdsAnswering({ body: instance });
  expect(await rds.describeInstance("billing")).toEqual({
    instanceId: "billing",
    status: "available",
    multiAz: true,
    availabilityZone: "eu-west-1a",
    secondaryAvailabilityZone: "eu-west-1b",
    clusterId: undefined,
    latestRestorableTime: "2026-11-23T03:55:00.000Z",
  });
});

test.each([
  ["DBClusterNotFoundFault", 404, "NOT_FOUND"],
  ["DBClusterNotFound", 404, "NOT_FOUND"],
  ["InvalidDBClusterStateFault", 400, "CONFLICT"],
  ["InvalidDBInstanceState", 400, "CONFLICT"],
  ["AccessDenied", 403, "DENIED"],
  ["InvalidParameterCombination", 400, "INVALID"],
] as const)("%s is %s %s", async (code, status, expected) => {
  const rds = await rdsAnswering({ status, body: error(code) });
  expect(classifyAwsError(await errorOf(rds.failoverCluster("orders", "orders-2"))).class).toBe(expected);
});

const described = (...ids: readonly string[]) => ({
  body: `<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters>${ids
    .map((id) => `<DBCluster><DBClusterIdentifier>${id}</DBClusterIdentifier><Status>available</Status></DBCluster>`)
    .join("")}</DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`,
});
const asked = () =>
  recorder?.requests.map(({ body }) => [...new URLSearchParams(body)].slice(2).map(([name, value]) => `${name}=${value}`));

test("clusters that are looked at in the same moment are described together, however they are written; one that is not there by its name", async () => {
  const notFound = { status: 404, body: error("DBClusterNotFoundFault") };
  const rds = await rdsAnswering(described("orders", "billing"), notFound);
  const [orders, billing, lost] = await Promise.allSettled(["Orders", "billing", "lost"].map((id) => rds.describeCluster(id)));
  expect([orders, billing]).toMatchObject([{ value: { clusterId: "orders" } }, { value: { clusterId: "billing" } }]);
  expect((lost as PromiseRejectedResult).reason).toMatchObject({ name: "DBClusterNotFoundFault" });
  expect(asked()).toEqual([
    [
      "Filters.Filter.1.Name=db-cluster-id",
      ...["orders", "billing", "lost"].map((id, at) => `Filters.Filter.1.Values.Value.${at + 1}=${id}`),
    ],
    ["DBClusterIdentifier=lost"],
  ]);
});

test("whoever may describe some clusters alone is told of each", async () => {
  const rds = await rdsAnswering({ status: 403, body: error("AccessDenied") }, described("orders"), described("billing"));
  expect((await Promise.all(["orders", "billing"].map((id) => rds.describeCluster(id)))).map(({ status }) => status)).toEqual([
    "available",
    "available",
  ]);
  expect(asked()?.slice(1).toSorted()).toEqual([["DBClusterIdentifier=billing"], ["DBClusterIdentifier=orders"]]);
});
