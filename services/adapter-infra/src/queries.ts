/** What this adapter answers without changing anything: how what it moves stands now. */
import type { Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { answerBy, pairOf } from "./failover/pair.ts";
import type { InfraClients } from "./infra-client.ts";
import { RECORD_TYPES, recordName, zoneId } from "./input.ts";
import { arnOf, regionIn } from "./operations/arn-of.ts";
import { placeOf, regionOfArn } from "./place.ts";

type InfraQuery<Input> = Query<InfraClients, Input>;
const region = () => declaredRegion().optional();
const arn = () => z.string().startsWith("arn:", "expected an ARN");

const ofZone = lazyStrictObject(() => ({ hostedZoneId: z.string().min(1).max(32), name: z.string().min(1).max(255) }));
const recordSets: InfraQuery<z.infer<typeof ofZone>> = {
  description: "Record sets of a name in a hosted zone, of every type",
  input: ofZone,
  run: async ({ clients }, { hostedZoneId, name }) => ({ recordSets: await clients.route53.listRecordSets(hostedZoneId, name) }),
};

const ofPair = lazyStrictObject(() => ({ hostedZoneId: zoneId(), name: recordName(), recordType: z.enum(RECORD_TYPES).optional() }));
const failoverPair: InfraQuery<z.infer<typeof ofPair>> = {
  description: "A pair of failover records: who answers, by which health check, and whether the secondary is healthy",
  input: ofPair,
  run: async ({ clients }, { name, ...place }) => {
    const {
      primary,
      secondary,
      check,
      secondaryHealthy = null,
    } = await pairOf(clients, { ...place, recordName: name }, { andHealth: true });
    return { failoverPair: { answers: answerBy(check), healthCheck: check, primary, secondary, secondaryHealthy } };
  },
};

const ofInstance = lazyStrictObject(() => ({ instance: z.string().min(1), region: region() }));
const instances: InfraQuery<z.infer<typeof ofInstance>> = {
  description: "An EC2 instance and its status checks",
  input: ofInstance,
  run: async ({ clients }, input) => {
    const place = placeOf("ec2-instance", input.instance, input.region);
    const ec2 = clients.ec2(place.region);
    return { instances: [{ ...(await ec2.describeInstance(place.id)), checks: await ec2.instanceChecks(place.id) }] };
  },
};

const ofGroup = lazyStrictObject(() => ({ name: z.string().min(1), region: region() }));
const autoScalingGroups: InfraQuery<z.infer<typeof ofGroup>> = {
  description: "Sizes of an Auto Scaling group, and how many of its instances serve",
  input: ofGroup,
  run: async ({ clients }, input) => {
    const place = placeOf("auto-scaling-group", input.name, input.region);
    return { autoScalingGroups: [await clients.autoScaling(place.region).describeGroup(place.id)] };
  },
};

const ofTargets = lazyStrictObject(() => ({ targetGroup: arn() }));
const targets: InfraQuery<z.infer<typeof ofTargets>> = {
  description: "Targets of a target group, with their health",
  input: ofTargets,
  run: async ({ clients }, { targetGroup }) => ({ targets: await clients.elb(regionOfArn(targetGroup)).groupHealth(targetGroup) }),
};

const ofService = lazyStrictObject(() => ({ service: arnOf("ecs", "service/", "an ECS service") }));
const ecsServices: InfraQuery<z.infer<typeof ofService>> = {
  description: "An ECS service: how many of its tasks run",
  input: ofService,
  run: async ({ clients }, { service }) => ({ ecsServices: [await clients.ecs(regionIn(service)).describeService(service)] }),
};

const ofNodegroup = lazyStrictObject(() => ({ nodegroup: arnOf("eks", "nodegroup/", "an EKS node group") }));
const nodegroups: InfraQuery<z.infer<typeof ofNodegroup>> = {
  description: "An EKS node group: sizes, status and issues",
  input: ofNodegroup,
  run: async ({ clients }, { nodegroup }) => ({ nodegroups: [await clients.eks(regionIn(nodegroup)).describeNodegroup(nodegroup)] }),
};

/** Queries by the name that they are asked by. */
export const queries = {
  record_sets: recordSets,
  failover_pair: failoverPair,
  instances,
  auto_scaling_groups: autoScalingGroups,
  targets,
  ecs_services: ecsServices,
  nodegroups,
};
