// The same adapters against an AWS emulator that no one here wrote: moto. Runs with DR_INTEROP=1 (it installs moto into .venv, pinned).
import { CreateDBClusterCommand, CreateDBInstanceCommand, DescribeDBClustersCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnRuntime, type SpawnedRuntime } from "@dr/local";
import { createDataFolder, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { startMoto, type Server } from "./servers.ts";

const client = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "y" } };

describe.runIf(process.env["DR_INTEROP"] === "1")("moto", () => {
  const data = createDataFolder();
  let moto: Server;
  let runtime: SpawnedRuntime;
  let endpoint: string;

  beforeAll(async () => {
    moto = await startMoto();
    ({ endpoint } = moto);
    runtime = await spawnRuntime({ args: ["--port", "0", "--data", data.path], env: { DR_AWS_ENDPOINT: endpoint } });
  }, 300_000);

  afterAll(async () => {
    await runtime.stop();
    moto.stop();
    data.remove();
  });

  it("moves an Aurora writer and a DNS record, and proves both by what moto then says", { timeout: 120_000 }, async () => {
    const rds = new RDSClient({ ...client, endpoint });
    const route53 = new Route53Client({ ...client, endpoint });
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: "peer",
        Engine: "aurora-mysql",
        MasterUsername: "u",
        MasterUserPassword: "password123",
      }),
    );
    for (const DBInstanceIdentifier of ["peer-1", "peer-2"]) {
      await rds.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier,
          DBClusterIdentifier: "peer",
          Engine: "aurora-mysql",
          DBInstanceClass: "db.r5.large",
        }),
      );
    }
    const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: "example.com.", CallerReference: "one" }));
    const hostedZoneId = HostedZone?.Id?.split("/").at(-1) ?? "";
    const before = { Name: "app.example.com", Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: "old.example.com" }] };
    await route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: hostedZoneId,
        ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: before }] },
      }),
    );

    await savePlan(runtime.as("DRPlanManager"), {
      planId: "peer",
      name: "Peer",
      waves: [
        { waveNumber: 1, name: "DB", technology: "database", operation: "failover", resources: { clusters: ["peer"] }, dependencies: [] },
        {
          waveNumber: 2,
          name: "DNS",
          technology: "infrastructure",
          operation: "dns_update",
          resources: { route53Records: [{ hostedZoneId, recordName: "app.example.com", newValue: "new.example.com" }] },
          dependencies: [1],
        },
      ],
    });
    const executionId = await startExecution(runtime.as("DROperator"), { planId: "peer", executionType: "recovery" });
    const ended = await untilStatus(runtime.as("DROperator"), executionId, ["completed", "failed", "cancelled"]);

    const cluster = (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "peer" }))).DBClusters?.[0];
    const writer = cluster?.DBClusterMembers?.find((member) => member.IsClusterWriter === true)?.DBInstanceIdentifier;
    const records = (await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }))).ResourceRecordSets;
    expect(runtime.ready.estate).toBe(`emulated at ${endpoint}`);
    expect(ended.status).toBe("completed");
    expect(writer).toBe("peer-2");
    expect(records?.find((record) => record.Type === "CNAME")?.ResourceRecords).toEqual([{ Value: "new.example.com" }]);
  });
});
