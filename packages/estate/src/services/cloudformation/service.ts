// The simulated CloudFormation: stacks that are made, changed and removed, and the change sets that tell before.
import * as z from "zod";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { createChangeSet, deleteChangeSet, describeChangeSet } from "./change-sets.ts";
import { APPLY, REMOVE, REVIEW } from "./durations.ts";
import { contentOf, resourcesOf, stackKind, statusOf } from "./records.ts";
import { deleteStack, executeChangeSet, updateStack } from "./stack-acts.ts";
import { describeStackEvents, describeStacks, getTemplate, listStackResources } from "./stack-reads.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

const stack = z.strictObject({
  name: seedIdentifier,
  region: seedRegion,
  template: z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) }),
  tags: z.record(z.string(), z.string()).default({}),
  /** Its creation failed and was rolled back: it can only be deleted. */
  rolledBack: z.boolean().default(false),
});

/** AWS CloudFormation. */
export const cloudformation = defineService({
  service: "cloudformation",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-cloudformation");
    return sdkProtocol(module, module.CloudFormationClient, errors);
  },
  operations: {
    DescribeStacks: describeStacks,
    ListStackResources: listStackResources,
    DescribeStackEvents: describeStackEvents,
    GetTemplate: getTemplate,
    CreateChangeSet: createChangeSet,
    DescribeChangeSet: describeChangeSet,
    ExecuteChangeSet: executeChangeSet,
    DeleteChangeSet: deleteChangeSet,
    UpdateStack: updateStack,
    DeleteStack: deleteStack,
  },
  seed: {
    schema: z.strictObject({ stacks: z.array(stack).default([]) }),
    apply({ stacks }, { seeder, region: usual, createdMs, accountId }) {
      for (const { name, region = usual, template, tags, rolledBack } of stacks) {
        const id = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/simulated`;
        const fails = { resource: Object.keys(template.Resources)[0] ?? "", reason: "simulated" };
        seeder.add(stackKind, { service: "cloudformation", kind: "stack", region, id: name, name }, () => ({
          name,
          id,
          createdMs,
          template: JSON.stringify(template),
          tags,
          ids: Object.fromEntries(Object.keys(template.Resources).map((logicalId) => [logicalId, `${logicalId.toLowerCase()}-simulated`])),
          change: { kind: "CREATE" as const, startMs: createdMs, endMs: createdMs, ...(rolledBack ? { fails } : {}) },
        }));
      }
    },
  },
  // What a plan provisions is not there before.
  planResources: () => ({ seed: {} }),
  view: (world, { nowMs }) => ({
    stacks: everywhere(world, stackKind)
      .filter(({ body }) => statusOf(body, nowMs) !== "DELETE_COMPLETE")
      .map(({ region, body }) => {
        const { template, tags, ids } = contentOf(body, nowMs);
        return {
          region,
          name: body.name,
          status: statusOf(body, nowMs),
          tags,
          resources: template === "" ? {} : resourcesOf(template),
          ids,
        };
      }),
  }),
  quotas: {},
  durations: { review: REVIEW, apply: APPLY, remove: REMOVE },
  events: [],
});
