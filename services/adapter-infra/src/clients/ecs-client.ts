/** The part of ECS that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import { DescribeServicesCommand, UpdateServiceCommand, ECSClient } from "@aws-sdk/client-ecs";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { DrError } from "@dr/events";

/** A service as ECS tells it. */
export interface EcsServiceFacts {
  readonly status: string;
  readonly desired: number;
  readonly running: number;
}

/** ECS in one Region. */
export interface EcsPort {
  /** Throws `infrastructure.service_not_found`: ECS itself answers with a failure inside of a success. */
  readonly describeService: (arn: string) => Promise<EcsServiceFacts>;
  readonly updateService: (arn: string, desiredCount: number) => Promise<void>;
}

/** ECS behind its port. */
export function createEcsPort(env: FunctionEnv, region: string | undefined): EcsPort {
  const { read, mutate } = createClientPair(env, (config) => new ECSClient(config), region);
  return {
    describeService: async (arn) => {
      const { services = [] } = await read.send(new DescribeServicesCommand({ cluster: clusterOf(arn), services: [arn] }));
      const [service] = services;
      if (!service) throw new DrError("infrastructure.service_not_found", `ECS has no service ${arn}`);
      return { status: service.status ?? "", desired: service.desiredCount ?? 0, running: service.runningCount ?? 0 };
    },
    updateService: async (arn, desiredCount) => {
      await mutate.send(new UpdateServiceCommand({ cluster: clusterOf(arn), service: arn, desiredCount }));
    },
  };
}

/** `arn:aws:ecs:<region>:<account>:service/<cluster>/<name>`. */
function clusterOf(arn: string): string {
  return arn.split("/")[1] ?? "";
}
