/** Replicas and standbys with the real SDK client: each act goes over the wire once, whatever comes back. */
import { classifyAwsError } from "@dr/adapter-kit";
import { recorderOfTest, type AwsRecorder } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import { createDatabaseClients, type DatabaseClients } from "../src/clients.ts";

let recorder: AwsRecorder | undefined;

const acts: readonly (readonly [string, (clients: DatabaseClients) => Promise<void>, Record<string, string>])[] = [
  [
    "PromoteReadReplica",
    ({ replicas }) => replicas("eu-west-1").promote("copy", 7),
    { DBInstanceIdentifier: "copy", BackupRetentionPeriod: "7" },
  ],
  ["PromoteReadReplicaDBCluster", ({ replicas }) => replicas("eu-west-1").promoteCluster("orders"), { DBClusterIdentifier: "orders" }],
  ["SwitchoverReadReplica", ({ standbys }) => standbys("eu-west-1").switchOver("ledger"), { DBInstanceIdentifier: "ledger" }],
];

test.each(acts)("%s is sent once where its answer is lost, in the Region of the replica", async (Action, act, fields) => {
  recorder = await recorderOfTest(() => "reset");
  const thrown: unknown = await act(createDatabaseClients(recorder.env)).catch((error: unknown) => error);
  expect(classifyAwsError(thrown).class).toBe("UNKNOWN_OUTCOME");
  expect(recorder.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { Action, Version: "2014-10-31", ...fields },
  ]);
  expect(recorder.requests[0]?.headers.authorization).toContain("/eu-west-1/rds/aws4_request");
});

test("an instance that replicates a Multi-AZ DB cluster is a replica, too", async () => {
  const instance = `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>copy</DBInstanceIdentifier>
    <ReadReplicaSourceDBClusterIdentifier>orders</ReadReplicaSourceDBClusterIdentifier></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`;
  recorder = await recorderOfTest(() => ({ body: instance }));
  expect(await createDatabaseClients(recorder.env).replicas().describeReplica("copy")).toMatchObject({ replicaOf: "orders" });
});
