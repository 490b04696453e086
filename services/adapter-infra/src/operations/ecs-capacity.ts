/** Sets how many tasks ECS services want; done when that many run. */
import { lazyStrictObject } from "@dr/events";
import { NO_DATA, statusWords, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { EcsServiceFacts } from "../clients/ecs-client.ts";
import type { InfraClients } from "../infra-client.ts";
import { transition } from "../transitions.ts";
import { arnOf, regionIn } from "./arn-of.ts";

const resources = lazyStrictObject(() => ({
  ecsServices: z
    .array(z.strictObject({ name: arnOf("ecs", "service/", "an ECS service"), desiredCount: z.int().min(0).max(5_000) }))
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each service once"),
}));
const config = lazyStrictObject(() => ({}));
type Context = TaskContext<InfraClients, z.infer<typeof resources>, z.infer<typeof config>>;

const words = statusWords({ code: "infrastructure.service_unusable", serving: ["ACTIVE"], lasting: ["DRAINING", "INACTIVE"] });

/** `ecs_capacity`. */
export const ecsCapacity = transition({
  description: "Sets the desired count of ECS services, and waits until as many tasks run",
  failback: { by: "ecs_capacity" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: 15,
  resources,
  config,
  listTargets: ({ resources: { ecsServices } }) => ecsServices.map(({ name }) => name),
  howToCheck: (arn) => `aws ecs describe-services --services ${arn}`,
  read: ({ clients }: Context, arn): Promise<EcsServiceFacts> => clients.ecs(regionIn(arn)).describeService(arn),
  status: ({ status }) => words(status),
  want: (_facts, { resources: { ecsServices } }, arn) => ({ desired: ecsServices.find(({ name }) => name === arn)?.desiredCount ?? 0 }),
  reached: ({ desired }, wanted) => desired === wanted.desired,
  act: async ({ clients }, arn, { wanted }) => {
    await clients.ecs(regionIn(arn)).updateService(arn, wanted.desired);
    return null;
  },
  missing: async ({ clients }, arn, { wanted }) => {
    const { running } = await clients.ecs(regionIn(arn)).describeService(arn);
    return running === wanted.desired ? undefined : `${arn}: ${running} of ${wanted.desired} tasks run`;
  },
  describe: ({ status, desired, running }) => `the service is ${status}, ${running} of ${desired} tasks run`,
  evidence: ({ desired, running }, { before }) => ({
    before: { desired: before.desired, running: before.running },
    after: { desired, running },
    rpo: NO_DATA,
  }),
  undo: ({ desired }) => ({ desired }),
});
