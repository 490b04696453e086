// Looking at stacks: their word, their resources, their template and what went wrong.
import type {
  DescribeStackEventsOutput,
  DescribeStacksOutput,
  GetTemplateOutput,
  ListStackResourcesOutput,
  ResourceStatus,
  StackStatus,
} from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { toTagList } from "../../tag-list.ts";
import { contentOf, resourcesOf, resourceStatus, stackAt, stackKind, statusOf, type StackRecord } from "./records.ts";

const named = z.object({ StackName: z.string() });

export const describeStacks = readOperation({
  input: z.object({ StackName: z.string().optional() }),
  resources: ({ StackName }) => (StackName === undefined ? [] : [StackName]),
  run: ({ StackName }, { world, region, nowMs }): DescribeStacksOutput => {
    const all = (): readonly StackRecord[] => world.list(stackKind, region).filter((stack) => statusOf(stack, nowMs) !== "DELETE_COMPLETE");
    const found = StackName === undefined ? all() : [stackAt(world, region, StackName, nowMs)];
    return {
      Stacks: found.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        CreationTime: new Date(stack.createdMs),
        StackStatus: statusOf(stack, nowMs) as StackStatus,
        Tags: toTagList(contentOf(stack, nowMs).tags),
      })),
    };
  },
  withStatus: (output, status) => ({ Stacks: output.Stacks?.map((one) => ({ ...one, StackStatus: status })) }),
});

/** What CloudFormation puts on a page of resources. */
const RESOURCES_A_PAGE = 100;

export const listStackResources = readOperation({
  input: z.object({ StackName: z.string(), NextToken: z.string().optional() }),
  resources: ({ StackName }) => [StackName],
  run: ({ StackName, NextToken }, { world, region, nowMs }): ListStackResourcesOutput => {
    const stack = stackAt(world, region, StackName, nowMs);
    const { template, ids } = contentOf(stack, nowMs);
    if (stack.change.kind === "REVIEW") return { StackResourceSummaries: [] };
    const page = paginate(Object.entries(resourcesOf(template)), NextToken, RESOURCES_A_PAGE);
    if (page === undefined) throw awsError("ValidationError", "The specified token is invalid");
    return {
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      StackResourceSummaries: page.items.map(([LogicalResourceId, { Type }]) => ({
        LogicalResourceId,
        ...(ids[LogicalResourceId] === undefined ? {} : { PhysicalResourceId: ids[LogicalResourceId] }),
        ResourceType: Type,
        LastUpdatedTimestamp: new Date(Math.min(nowMs, stack.change.endMs)),
        ResourceStatus: resourceStatus(stack, LogicalResourceId, nowMs) as ResourceStatus,
      })),
    };
  },
});

/** Only what failed, newest first: nothing else is asked for. */
export const describeStackEvents = readOperation({
  input: named,
  resources: ({ StackName }) => [StackName],
  run: ({ StackName }, { world, region, nowMs }): DescribeStackEventsOutput => {
    const stack = stackAt(world, region, StackName, nowMs);
    const { fails, startMs } = stack.change;
    if (fails === undefined) return { StackEvents: [] };
    return {
      StackEvents: [
        {
          StackId: stack.id,
          EventId: `${fails.resource}-failed`,
          StackName: stack.name,
          LogicalResourceId: fails.resource,
          ResourceType: resourcesOf(stack.template)[fails.resource]?.Type ?? "AWS::CloudFormation::Stack",
          Timestamp: new Date(startMs),
          ResourceStatus: `${stack.change.kind}_FAILED` as ResourceStatus,
          ResourceStatusReason: fails.reason,
        },
      ],
    };
  },
});

export const getTemplate = readOperation({
  input: named,
  resources: ({ StackName }) => [StackName],
  run: ({ StackName }, { world, region, nowMs }): GetTemplateOutput => ({
    TemplateBody: contentOf(stackAt(world, region, StackName, nowMs), nowMs).template,
    StagesAvailable: ["Original", "Processed"],
  }),
});
