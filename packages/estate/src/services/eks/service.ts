// The simulated EKS: node groups, which are UPDATING until their nodes are there.
import type { DescribeNodegroupResponse, UpdateNodegroupConfigResponse } from "@aws-sdk/client-eks";
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

type NodegroupRecord = {
  readonly cluster: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly activeMs: number;
  /** The token of the last update, and its id: the same token again is the same update. */
  readonly update?: { readonly token: string; readonly id: string };
};

const nodegroupKind = defineKind<NodegroupRecord>("eks.nodegroup");
const UPDATE: SecondsRange = { from: 60, to: 180 };
const statusAt = ({ activeMs }: NodegroupRecord, nowMs: number): "UPDATING" | "ACTIVE" => (nowMs < activeMs ? "UPDATING" : "ACTIVE");
const nodegroup = { clusterName: z.string(), nodegroupName: z.string() };
const notFound = (name: string) => awsError("ResourceNotFoundException", `No node group found for name: ${name}.`, 404);

const describeNodegroup = readOperation({
  input: z.object(nodegroup),
  resources: ({ clusterName, nodegroupName }) => [`${clusterName}/${nodegroupName}`],
  run: ({ clusterName, nodegroupName }, { world, region, accountId, nowMs }): DescribeNodegroupResponse => {
    const record = world.get(nodegroupKind, region, `${clusterName}/${nodegroupName}`);
    if (record === undefined) throw notFound(nodegroupName);
    return {
      nodegroup: {
        nodegroupName,
        clusterName,
        nodegroupArn: `arn:aws:eks:${region}:${accountId}:nodegroup/${clusterName}/${nodegroupName}/simulated`,
        status: statusAt(record, nowMs),
        scalingConfig: { minSize: record.min, maxSize: record.max, desiredSize: record.desired },
        health: { issues: [] },
      },
    };
  },
  withStatus: (output, status) => ({ ...output, nodegroup: { ...output.nodegroup, status } }),
});

const updateNodegroupConfig = writeOperation({
  input: z.object({
    ...nodegroup,
    clientRequestToken: z.string().optional(),
    scalingConfig: z.object({ minSize: z.int().min(0), maxSize: z.int().min(1), desiredSize: z.int().min(0) }),
  }),
  resources: ({ clusterName, nodegroupName }) => [`${clusterName}/${nodegroupName}`],
  run: ({ clusterName, nodegroupName, clientRequestToken = "", scalingConfig }, call): UpdateNodegroupConfigResponse => {
    const { world, region, nowMs, chance, faulty } = call;
    const id = `${clusterName}/${nodegroupName}`;
    const record = world.get(nodegroupKind, region, id);
    if (record === undefined) throw notFound(nodegroupName);
    if (record.update && record.update.token === clientRequestToken) return { update: { id: record.update.id, status: "InProgress" } };
    if (statusAt(record, nowMs) === "UPDATING")
      throw awsError("ResourceInUseException", `Nodegroup ${nodegroupName} has an update in progress`, 409);
    const { minSize, maxSize, desiredSize } = scalingConfig;
    if (desiredSize < minSize || desiredSize > maxSize) throw awsError("InvalidParameterException", "desiredSize is out of bounds", 400);
    const activeMs = faulty("never-completes", [id]) ? NEVER_MS : nowMs + chance.durationMs(UPDATE, "update");
    const update = { token: clientRequestToken, id: chance.hex(32, "update") };
    world.put(nodegroupKind, region, id, { ...record, min: minSize, max: maxSize, desired: desiredSize, activeMs, update });
    return { update: { id: update.id, status: "InProgress" } };
  },
});

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterException",
  unknownAction: "InvalidRequestException",
  throttled: { code: "ThrottlingException", status: 429 },
  internal: { code: "ServerException", status: 500 },
};

const size = { min: z.int().min(0).default(0), max: z.int().min(1).default(10), desired: z.int().min(0).default(1) };

/** Amazon EKS. */
export const eks = defineService({
  service: "eks",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-eks");
    return sdkProtocol(module, module.EKSClient, errors);
  },
  operations: { DescribeNodegroup: describeNodegroup, UpdateNodegroupConfig: updateNodegroupConfig },
  seed: {
    schema: z.strictObject({
      nodegroups: z.array(z.strictObject({ name: seedIdentifier, cluster: seedIdentifier, region: seedRegion, ...size })).default([]),
    }),
    apply({ nodegroups }, { seeder, region: usual, createdMs }) {
      for (const { region = usual, ...one } of nodegroups) {
        const id = `${one.cluster}/${one.name}`;
        seeder.add(nodegroupKind, { service: "eks", kind: "nodegroup", region, id, name: one.name }, () => ({
          ...one,
          activeMs: createdMs,
        }));
      }
    },
  },
  planResources: (tasks) => {
    const { names, skipped } = namesOf(entriesIn(tasks, "nodegroups", { technology: "infrastructure", operations: ["eks_capacity"] }));
    const nodegroups = names.map(({ name, ...region }) => {
      const [, cluster = "cluster", group = name] = name.split("/");
      return { name: group, cluster, ...region };
    });
    return { seed: { nodegroups }, skipped };
  },
  view: (world, { nowMs }) => ({
    nodegroups: everywhere(world, nodegroupKind).map(({ region, body }) => ({ region, ...body, status: statusAt(body, nowMs) })),
  }),
  quotas: {},
  durations: { update: UPDATE },
  events: [],
});
