// The simulated ECS: services, whose tasks come and go until as many run as are wanted.
import type { DescribeServicesResponse, UpdateServiceResponse } from "@aws-sdk/client-ecs";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { SecondsRange } from "../../seeded-choice.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { defineKind } from "../../world/kind.ts";

/** A service; `running` of its tasks ran before `settledMs`, and as many as are wanted from then on. */
type ServiceRecord = {
  readonly cluster: string;
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  readonly settledMs: number;
};

const serviceKind = defineKind<ServiceRecord>("ecs.service");
const TASK_START: SecondsRange = { from: 30, to: 90 };

/** Cluster and name of a service, from its ARN or its name. */
const idOf = (service: string, cluster = "default"): string => {
  const parts = service.split("/");
  return parts.length >= 3 ? parts.slice(-2).join("/") : `${cluster.split("/").at(-1)}/${parts.at(-1)}`;
};

const runningAt = ({ desired, running, settledMs }: ServiceRecord, nowMs: number): number => (nowMs < settledMs ? running : desired);

const shape = (record: ServiceRecord, { region, accountId, nowMs }: { region: string; accountId: string; nowMs: number }) => ({
  serviceArn: `arn:aws:ecs:${region}:${accountId}:service/${record.cluster}/${record.name}`,
  serviceName: record.name,
  clusterArn: `arn:aws:ecs:${region}:${accountId}:cluster/${record.cluster}`,
  status: "ACTIVE",
  desiredCount: record.desired,
  runningCount: runningAt(record, nowMs),
  pendingCount: Math.max(0, record.desired - runningAt(record, nowMs)),
});

/** A service that does not exist is a failure in the answer, not an error. */
const describeServices = readOperation({
  input: z.object({ cluster: z.string().optional(), services: z.array(z.string()).min(1).max(10) }),
  resources: ({ services, cluster }) => services.map((service) => idOf(service, cluster)),
  run: ({ services, cluster }, call): DescribeServicesResponse => {
    const found = services.map((service) => ({ service, record: call.world.get(serviceKind, call.region, idOf(service, cluster)) }));
    return {
      services: found.flatMap(({ record }) => (record ? [shape(record, call)] : [])),
      failures: found.flatMap(({ service, record }) => (record ? [] : [{ arn: service, reason: "MISSING" }])),
    };
  },
  withStatus: (output, status) => ({ ...output, services: output.services?.map((one) => ({ ...one, status })) }),
});

const updateService = writeOperation({
  input: z.object({ cluster: z.string().optional(), service: z.string(), desiredCount: z.int().min(0).optional() }),
  resources: ({ service, cluster }) => [idOf(service, cluster)],
  run: ({ service, cluster, desiredCount }, call): UpdateServiceResponse => {
    const { world, region, nowMs, chance, faulty } = call;
    const id = idOf(service, cluster);
    const record = world.get(serviceKind, region, id);
    if (record === undefined) throw awsError("ServiceNotFoundException", `Service not found: ${service}`);
    const settledMs = faulty("never-completes", [id]) ? NEVER_MS : nowMs + chance.durationMs(TASK_START, "tasks");
    const next = { ...record, desired: desiredCount ?? record.desired, running: runningAt(record, nowMs), settledMs };
    world.put(serviceKind, region, id, next);
    return { service: shape(next, call) };
  },
});

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterException",
  unknownAction: "InvalidAction",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "ServerException", status: 500 },
};

/** Amazon ECS. */
export const ecs = defineService({
  service: "ecs",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-ecs");
    return sdkProtocol(module, module.ECSClient, errors);
  },
  operations: { DescribeServices: describeServices, UpdateService: updateService },
  seed: {
    schema: z.strictObject({
      services: z
        .array(
          z.strictObject({
            name: seedIdentifier,
            cluster: seedIdentifier.default("default"),
            region: seedRegion,
            desired: z.int().min(0).default(1),
          }),
        )
        .default([]),
    }),
    apply({ services }, { seeder, region: usual, createdMs }) {
      for (const { region = usual, ...one } of services) {
        const id = `${one.cluster}/${one.name}`;
        seeder.add(serviceKind, { service: "ecs", kind: "service", region, id, name: one.name }, () => ({
          ...one,
          running: one.desired,
          settledMs: createdMs,
        }));
      }
    },
  },
  planResources: (tasks) => {
    const { names, skipped } = namesOf(entriesIn(tasks, "ecsServices", { technology: "infrastructure", operations: ["ecs_capacity"] }));
    const services = names.map(({ name, ...region }) => {
      const [cluster = "default", service = name] = idOf(name).split("/");
      return { name: service, cluster, ...region };
    });
    return { seed: { services }, skipped };
  },
  view: (world, { nowMs }) => ({
    services: everywhere(world, serviceKind).map(({ region, body }) => ({ region, ...body, running: runningAt(body, nowMs) })),
  }),
  quotas: {},
  durations: { taskStart: TASK_START },
  events: [],
});
