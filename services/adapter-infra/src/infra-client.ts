/** All clients of this adapter: one port per AWS service, by Region where the service is regional. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EKSClient } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { Route53Client } from "@aws-sdk/client-route-53";
import { createClientPair, createRegionalClients, type ClientConfig, type ClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { createArcPort, type ArcEndpoint, type ArcPort } from "./clients/arc-client.ts";
import { createAutoScalingPort, type AutoScalingPort } from "./clients/auto-scaling-client.ts";
import { createEc2Port, type Ec2Port } from "./clients/ec2-client.ts";
import { createEcsPort, type EcsPort } from "./clients/ecs-client.ts";
import { createEksPort, type EksPort } from "./clients/eks-client.ts";
import { createElbPort, type ElbPort } from "./clients/elb-client.ts";
import { createEventSourcePort, type EventSourcePort } from "./clients/event-source-client.ts";
import { createRoute53Port, type Route53Port } from "./clients/route53-client.ts";

/** What operations act with. Without a Region, that of the function. */
export interface InfraClients {
  readonly route53: Route53Port;
  readonly ec2: (region?: string) => Ec2Port;
  readonly autoScaling: (region?: string) => AutoScalingPort;
  readonly elb: (region?: string) => ElbPort;
  readonly ecs: (region?: string) => EcsPort;
  readonly eks: (region?: string) => EksPort;
  readonly eventSources: (region?: string) => EventSourcePort;
  /** A cluster of routing controls, by its Regional endpoints. */
  readonly arc: (endpoints: readonly ArcEndpoint[]) => ArcPort;
}

/** Clients on AWS, or where the environment leads. */
export function createInfraClients(env: FunctionEnv): InfraClients {
  const regional = <Client, Port>(make: (config: ClientConfig) => Client, toPort: (pair: ClientPair<Client>) => Port) =>
    createRegionalClients((region) => toPort(createClientPair(env, make, region)));
  return {
    route53: createRoute53Port(createClientPair(env, (config) => new Route53Client(config))),
    ec2: regional((config) => new EC2Client(config), createEc2Port),
    autoScaling: regional((config) => new AutoScalingClient(config), createAutoScalingPort),
    ecs: regional((config) => new ECSClient(config), createEcsPort),
    eks: regional((config) => new EKSClient(config), createEksPort),
    eventSources: regional((config) => new LambdaClient(config), createEventSourcePort),
    arc: (endpoints) => createArcPort(env, endpoints),
    elb: regional((config) => new ElasticLoadBalancingV2Client(config), createElbPort),
  };
}
