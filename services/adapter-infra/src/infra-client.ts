/** All clients of this adapter: one port per AWS service, by Region where the service is regional. */
import { createRegionalClients, lazyPort } from "@dr/adapter-kit";
import type { DefaultsPort } from "@dr/adapter-kit/defaults-client";
import type { FunctionEnv } from "@dr/runtime";
import type { ArcEndpoint, ArcPort } from "./clients/arc-client.ts";
import type { AutoScalingPort } from "./clients/auto-scaling-client.ts";
import type { Ec2Port } from "./clients/ec2-client.ts";
import type { EcsPort } from "./clients/ecs-client.ts";
import type { EksPort } from "./clients/eks-client.ts";
import type { ElbPort } from "./clients/elb-client.ts";
import type { EventSourcePort } from "./clients/event-source-client.ts";
import type { HealthCheckPort } from "./clients/health-check-client.ts";
import type { Route53Port } from "./clients/route53-client.ts";
import type { StackPort } from "./clients/stack-client.ts";

/** What operations act with. Without a Region, that of the function. */
export interface InfraClients {
  readonly route53: Route53Port;
  readonly healthChecks: HealthCheckPort;
  /** What the environment says where a task does not. */
  readonly defaults: DefaultsPort;
  readonly ec2: (region?: string) => Ec2Port;
  readonly autoScaling: (region?: string) => AutoScalingPort;
  readonly elb: (region?: string) => ElbPort;
  readonly ecs: (region?: string) => EcsPort;
  readonly eks: (region?: string) => EksPort;
  readonly eventSources: (region?: string) => EventSourcePort;
  readonly stacks: (region?: string) => StackPort;
  /** A cluster of routing controls, by its Regional endpoints. */
  readonly arc: (endpoints: readonly ArcEndpoint[]) => ArcPort;
}

/** Clients on AWS, or where the environment leads; the SDK's are loaded with their first call. */
export function createInfraClients(env: FunctionEnv): InfraClients {
  return {
    route53: lazyPort(async () => (await import("./clients/route53-client.ts")).createRoute53Port(env)),
    healthChecks: lazyPort(async () => (await import("./clients/health-check-client.ts")).createHealthCheckPort(env)),
    defaults: lazyPort(async () => (await import("@dr/adapter-kit/defaults-client")).createDefaultsPort(env)),
    ec2: createRegionalClients((region) => lazyPort(async () => (await import("./clients/ec2-client.ts")).createEc2Port(env, region))),
    autoScaling: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/auto-scaling-client.ts")).createAutoScalingPort(env, region)),
    ),
    ecs: createRegionalClients((region) => lazyPort(async () => (await import("./clients/ecs-client.ts")).createEcsPort(env, region))),
    eks: createRegionalClients((region) => lazyPort(async () => (await import("./clients/eks-client.ts")).createEksPort(env, region))),
    eventSources: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/event-source-client.ts")).createEventSourcePort(env, region)),
    ),
    stacks: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/stack-client.ts")).createStackPort(env, region)),
    ),
    arc: (endpoints) => lazyPort(async () => (await import("./clients/arc-client.ts")).createArcPort(env, endpoints)),
    elb: createRegionalClients((region) => lazyPort(async () => (await import("./clients/elb-client.ts")).createElbPort(env, region))),
  };
}
