/** What the ring's recovery acts on: a database, an instance and a record on the server itself; the plan; and what the server tells of them. */
import { DescribeInstancesCommand, EC2Client, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateDBClusterCommand, CreateDBInstanceCommand, DescribeDBClustersCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { runInstance } from "../operations/application-scenes.ts";
import { peerAt } from "../operations/scene.ts";
import { clientConfig, type Place } from "./place.ts";

/** Something to recover. */
export interface Subject {
  readonly plan: { readonly planId: string };
  /** Writer, state and target of the record, as the server tells them now. */
  readonly facts: () => Promise<readonly unknown[]>;
  readonly wanted: readonly unknown[];
}

/** Arranges it under names with this suffix. */
export async function arrange(place: Place, suffix: string): Promise<Subject> {
  const config = clientConfig(place);
  const rds = new RDSClient(config);
  const cluster = `orders-${suffix}`;
  const Engine = "aurora-mysql";
  const user = { MasterUsername: "administrator", MasterUserPassword: "not-a-secret-at-all" };
  await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier: cluster, Engine, ...user }));
  for (const DBInstanceIdentifier of [`${cluster}-1`, `${cluster}-2`])
    await rds.send(
      new CreateDBInstanceCommand({ DBInstanceIdentifier, DBClusterIdentifier: cluster, Engine, DBInstanceClass: "db.r5.large" }),
    );
  const ec2 = new EC2Client(config);
  const peer = peerAt("ministack", place.endpoint);
  // The deployment's account, not that of the operations' scenes.
  const instanceId = await runInstance({ ...peer, at: (region) => ({ ...peer.at(region), credentials: config.credentials }) });
  await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  const route53 = new Route53Client(config);
  const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: `${suffix}.example.`, CallerReference: suffix }));
  const HostedZoneId = HostedZone?.Id?.split("/").at(-1) ?? "";
  const recordName = `app.${suffix}.example`;
  const before = { Name: recordName, Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: "old.example" }] };
  const ChangeBatch = { Changes: [{ Action: "CREATE" as const, ResourceRecordSet: before }] };
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));

  const writer = async () => {
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }));
    return DBClusters?.[0]?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter === true)?.DBInstanceIdentifier;
  };
  const state = async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    return Reservations?.[0]?.Instances?.[0]?.State?.Name;
  };
  const target = async () => {
    const { ResourceRecordSets } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
    return ResourceRecordSets?.find(({ Type }) => Type === "CNAME")?.ResourceRecords?.[0]?.Value;
  };
  const record = { hostedZoneId: HostedZoneId, recordName, newValue: "new.example" };
  const waves = [
    ["Databases", "database", "failover", { clusters: [cluster] }],
    ["Servers", "infrastructure", "ec2_start", { instanceIds: [instanceId] }],
    ["Names", "infrastructure", "dns_update", { route53Records: [record] }],
  ].map(([name, type, operation, resources], index) => ({
    waveNumber: index + 1,
    name,
    technologies: [{ type, operation, resources }],
    dependencies: index === 0 ? [] : [index],
  }));
  return {
    plan: { planId: `ring-${suffix}`, name: `Ring ${suffix}`, waves } as Subject["plan"],
    facts: async () => [await writer(), await state(), await target()],
    wanted: [`${cluster}-2`, "running", "new.example"],
  };
}
