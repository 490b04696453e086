/** Records, instances, groups and containers. */
import { AutoScalingClient, CreateAutoScalingGroupCommand, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
  CreateClusterCommand as CreateEksClusterCommand,
  CreateNodegroupCommand,
  DescribeNodegroupCommand,
  EKSClient,
} from "@aws-sdk/client-eks";
import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  GetHealthCheckCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { Route53RecoveryClusterClient, GetRoutingControlStateCommand } from "@aws-sdk/client-route53-recovery-cluster";
import { runInstance } from "./application-scenes.ts";
import { networkOf } from "./network.ts";
import type { Peer, Scene } from "./scene.ts";

const EAST = "us-east-1";

/** A CNAME points elsewhere. */
export const changesRecord: Scene = async (peer) => {
  const route53 = new Route53Client(peer.at(EAST));
  const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: "operations.example.", CallerReference: "one" }));
  const hostedZoneId = HostedZone?.Id?.split("/").at(-1) ?? "";
  const recordName = "app.operations.example";
  const before = { Name: recordName, Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: "old.example" }] };
  const ChangeBatch = { Changes: [{ Action: "CREATE" as const, ResourceRecordSet: before }] };
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch }));
  const values = async () => {
    const { ResourceRecordSets } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }));
    return ResourceRecordSets?.find(({ Type }) => Type === "CNAME")?.ResourceRecords?.map(({ Value }) => Value);
  };
  return { resources: { route53Records: [{ hostedZoneId, recordName, newValue: "new.example" }] }, fact: values, wanted: ["new.example"] };
};

/** The secondary of a pair of failover records answers. */
export const movesAnswer: Scene = async (peer) => {
  const route53 = new Route53Client(peer.at(EAST));
  const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: "operations.example.", CallerReference: "one" }));
  const hostedZoneId = HostedZone?.Id?.split("/").at(-1) ?? "";
  const HealthCheckConfig = { Type: "HTTPS" as const, FullyQualifiedDomainName: "east.example", Port: 443, ResourcePath: "/health" };
  const { HealthCheck } = await route53.send(new CreateHealthCheckCommand({ CallerReference: "primary", HealthCheckConfig }));
  const HealthCheckId = HealthCheck?.Id ?? "";
  const recordName = "app.operations.example";
  const set = (Failover: "PRIMARY" | "SECONDARY", Value: string) => ({
    Action: "CREATE" as const,
    ResourceRecordSet: {
      Name: recordName,
      Type: "A" as const,
      TTL: 60,
      SetIdentifier: Failover,
      Failover,
      ResourceRecords: [{ Value }],
      ...(Failover === "PRIMARY" ? { HealthCheckId } : {}),
    },
  });
  const ChangeBatch = { Changes: [set("PRIMARY", "192.0.2.1"), set("SECONDARY", "198.51.100.1")] };
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch }));
  const setting = async () => {
    const found = (await route53.send(new GetHealthCheckCommand({ HealthCheckId }))).HealthCheck?.HealthCheckConfig;
    return [found?.Disabled, found?.Inverted];
  };
  return { resources: { failoverRecords: [{ hostedZoneId, recordName, answer: "secondary" }] }, fact: setting, wanted: [true, true] };
};

/** The same in the words of older plans. */
export const updatesByOldWords: Scene = async (peer) => {
  const { fact, wanted, resources } = await changesRecord(peer);
  const [{ hostedZoneId, recordName, newValue }] = (resources as { route53Records: readonly [Record<string, string>] }).route53Records;
  const dns_updates = [{ hosted_zone_id: hostedZoneId, record_name: recordName, new_value: newValue }];
  return { resources: {}, config: { dns_updates }, fact, wanted };
};

const stateOf = async (peer: Peer, instanceId: string): Promise<string | undefined> => {
  const { Reservations } = await new EC2Client(peer.at(EAST)).send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
  return Reservations?.[0]?.Instances?.[0]?.State?.Name;
};

/** An instance starts or stops. */
export function powers(direction: "start" | "stop"): Scene {
  return async (peer) => {
    const instanceId = await runInstance(peer);
    const InstanceIds = [instanceId];
    if (direction === "start") await new EC2Client(peer.at(EAST)).send(new StopInstancesCommand({ InstanceIds }));
    const wanted = direction === "start" ? "running" : "stopped";
    return { resources: { instanceIds: InstanceIds }, fact: () => stateOf(peer, instanceId), wanted };
  };
}

const createTemplate = async (peer: Peer, name: string): Promise<string> => {
  const data = { ImageId: "ami-0abcdef1234567890", InstanceType: "t3.micro" as const };
  const command = new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData: data });
  return (await new EC2Client(peer.at(EAST)).send(command)).LaunchTemplate?.LaunchTemplateId ?? "";
};

/** Two instances from a template, found by the tag that the adapter gave them. */
export const launches: Scene = async (peer) => {
  const launchTemplateId = await createTemplate(peer, "interop-launch");
  const running = async () => {
    const Filters = [{ Name: "tag:dr:launch", Values: ["web"] }];
    const { Reservations = [] } = await new EC2Client(peer.at(EAST)).send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances).filter(({ State }) => State?.Name === "running").length;
  };
  return { resources: { launchTemplates: [{ name: "web", launchTemplateId, count: 2 }] }, fact: running, wanted: 2 };
};

/** A group grows, and as many instances serve. */
export const scalesGroup: Scene = async (peer) => {
  const scaling = new AutoScalingClient(peer.at(EAST));
  const name = "interop-web";
  const { subnets } = await networkOf(peer);
  const LaunchTemplate = { LaunchTemplateId: await createTemplate(peer, "interop-asg"), Version: "$Latest" };
  const sizes = { MinSize: 0, MaxSize: 2, DesiredCapacity: 1 };
  await scaling.send(
    new CreateAutoScalingGroupCommand({ AutoScalingGroupName: name, LaunchTemplate, ...sizes, VPCZoneIdentifier: subnets.join(",") }),
  );
  const size = async () => {
    const { AutoScalingGroups } = await scaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
    const { MaxSize, DesiredCapacity, Instances = [] } = AutoScalingGroups?.[0] ?? {};
    return [MaxSize, DesiredCapacity, Instances.length];
  };
  return { resources: { autoScalingGroups: [{ name, max: 4, desired: 3 }] }, fact: size, wanted: [4, 3, 3] };
};

/** One rule is opened, another closed. */
export const changesRules: Scene = async (peer) => {
  const ec2 = new EC2Client(peer.at(EAST));
  const { vpc } = await networkOf(peer);
  const { GroupId: groupId = "" } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: "interop", Description: "d", VpcId: vpc }));
  const https = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: [https] }));
  const peers = async () => {
    const Filters = [{ Name: "group-id", Values: [groupId] }];
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    return SecurityGroupRules.filter(({ IsEgress }) => IsEgress !== true).map(({ CidrIpv4 }) => CidrIpv4);
  };
  const change = { groupId, authorize: [{ fromPort: 443, peer: "10.1.0.0/16" }], revoke: [{ fromPort: 443, peer: "10.0.0.0/16" }] };
  return { resources: { securityGroups: [change] }, fact: peers, wanted: ["10.1.0.0/16"] };
};

/** A container service wants more tasks. */
export const scalesService: Scene = async (peer) => {
  const ecs = new ECSClient(peer.at(EAST));
  await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
  const containerDefinitions = [{ name: "web", image: "web", memory: 128 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions }));
  const order = { cluster: "shop", serviceName: "web", taskDefinition: "web", desiredCount: 1 };
  const arn = (await ecs.send(new CreateServiceCommand(order))).service?.serviceArn ?? "";
  const counts = async () => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: "shop", services: ["web"] }));
    return [services?.[0]?.desiredCount, services?.[0]?.runningCount];
  };
  return { resources: { ecsServices: [{ name: arn, desiredCount: 3 }] }, fact: counts, wanted: [3, 3] };
};

/** A node group grows. */
export const scalesNodegroup: Scene = async (peer) => {
  const eks = new EKSClient(peer.at(EAST));
  const { subnets } = await networkOf(peer);
  const role = "arn:aws:iam::123456789012:role/dr";
  await eks.send(new CreateEksClusterCommand({ name: "shop", roleArn: role, resourcesVpcConfig: { subnetIds: subnets } }));
  const names = { clusterName: "shop", nodegroupName: "workers" };
  const scalingConfig = { minSize: 1, maxSize: 4, desiredSize: 1 };
  const { nodegroup } = await eks.send(new CreateNodegroupCommand({ ...names, subnets, nodeRole: role, scalingConfig }));
  const desired = async () => (await eks.send(new DescribeNodegroupCommand(names))).nodegroup?.scalingConfig?.desiredSize;
  return { resources: { nodegroups: [{ name: nodegroup?.nodegroupArn ?? "", desired: 3 }] }, fact: desired, wanted: 3 };
};

/** A routing control: neither server has a cluster of them. */
export const flipsControl: Scene = async (peer) => {
  const RoutingControlArn = `arn:aws:route53-recovery-control::123456789012:controlpanel/${"0".repeat(32)}/routingcontrol/${"0".repeat(16)}`;
  const requestHandler = { ...peer.at(EAST).requestHandler, requestTimeout: 1_000 };
  const cluster = new Route53RecoveryClusterClient({ ...peer.at(EAST), requestHandler });
  await cluster.send(new GetRoutingControlStateCommand({ RoutingControlArn }));
  return { resources: {}, fact: () => Promise.resolve("a state: write the scene"), wanted: "" };
};
