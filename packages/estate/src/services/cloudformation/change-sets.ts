// Change sets: what a template would change in a stack, told before anything is.
import type {
  ChangeSetStatus,
  CreateChangeSetOutput,
  DescribeChangeSetOutput,
  ExecutionStatus,
  ResourceChange,
} from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation, type WriteCall } from "../../operation.ts";
import { fromTagList } from "../../tag-list.ts";
import { REVIEW } from "./durations.ts";
import {
  changeSetAt,
  changeSetKind,
  findStack,
  resourcesOf,
  stackKind,
  stackName,
  type ChangeRecord,
  type ChangeSetRecord,
  type StackRecord,
} from "./records.ts";
import { assertChangeable } from "./stack-acts.ts";

/** Properties that cannot change in place (resource types of VPC and subnet, "Update requires: Replacement"). */
const REPLACED = ["CidrBlock", "AvailabilityZone", "VpcId"];
const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set.";

const changesBetween = (stack: StackRecord | undefined, template: string): readonly ChangeRecord[] => {
  const [before, after] = [stack === undefined ? {} : resourcesOf(stack.template), resourcesOf(template)];
  const known = (logicalId: string, Type: string) => {
    const physicalId = stack?.ids[logicalId];
    return { logicalId, type: Type, ...(physicalId === undefined ? {} : { physicalId }) };
  };
  const changed = Object.entries(after).flatMap(([logicalId, one]): ChangeRecord[] => {
    const former = before[logicalId];
    if (former === undefined) return [{ action: "Add", ...known(logicalId, one.Type) }];
    if (JSON.stringify(former) === JSON.stringify(one)) return [];
    const isReplaced = REPLACED.some((name) => JSON.stringify(former.Properties?.[name]) !== JSON.stringify(one.Properties?.[name]));
    return [{ action: "Modify", ...known(logicalId, one.Type), replacement: isReplaced ? "True" : "False" }];
  });
  const removed = Object.entries(before).flatMap(([logicalId, { Type }]): ChangeRecord[] =>
    logicalId in after ? [] : [{ action: "Remove", ...known(logicalId, Type) }],
  );
  return [...changed, ...removed];
};

/** The stack that the set is for: one that is made for review where it is to be created. */
const stackFor = (call: WriteCall, name: string, type: "CREATE" | "UPDATE"): StackRecord | undefined => {
  const { world, region, nowMs, accountId, chance } = call;
  const found = findStack(world, region, name, nowMs);
  const isReviewed = found?.change.kind === "REVIEW";
  if (type === "UPDATE") {
    if (found === undefined) throw awsError("ValidationError", `Stack [${name}] does not exist`);
    assertChangeable(found, nowMs);
    return found;
  }
  if (found !== undefined && !isReviewed)
    throw awsError("ValidationError", `Stack [${name}] already exists and cannot be created again with the changeSet.`);
  if (found === undefined) {
    const id = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${chance.hex(32, "stack")}`;
    const change = { kind: "REVIEW", startMs: nowMs, endMs: nowMs } as const;
    world.put(stackKind, region, name, { name, id, createdMs: nowMs, template: "", tags: {}, ids: {}, change });
  }
  return undefined;
};

export const createChangeSet = writeOperation({
  input: z.object({
    StackName: z.string(),
    ChangeSetName: z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]*$/u),
    ChangeSetType: z.enum(["CREATE", "UPDATE"]).default("UPDATE"),
    TemplateBody: z.string().max(51_200),
    Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
    ClientToken: z.string().max(128).optional(),
    Description: z.string().optional(),
  }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ StackName, ChangeSetName, ChangeSetType, TemplateBody, Tags }, call): CreateChangeSetOutput => {
    const { world, region, nowMs, accountId, chance, faulty } = call;
    const key = `${StackName}/${ChangeSetName}`;
    if (world.get(changeSetKind, region, key) !== undefined)
      throw awsError("AlreadyExistsException", `ChangeSet ${ChangeSetName} already exists`);
    const stack = stackFor(call, StackName, ChangeSetType);
    const tags = fromTagList(Tags);
    const changes = changesBetween(stack, TemplateBody);
    const id = `arn:aws:cloudformation:${region}:${accountId}:changeSet/${ChangeSetName}/${chance.hex(32, "change-set")}`;
    world.put(changeSetKind, region, key, {
      name: ChangeSetName,
      id,
      stack: StackName,
      content: { template: TemplateBody, tags },
      createdMs: nowMs,
      readyMs: faulty("never-completes", [StackName]) ? NEVER_MS : nowMs + chance.durationMs(REVIEW, "review"),
      ...(changes.length === 0 && JSON.stringify(stack?.tags) === JSON.stringify(tags) ? { failure: NO_CHANGES } : {}),
      changes,
      executed: false,
    });
    return { Id: id, StackId: world.get(stackKind, region, StackName)?.id ?? "" };
  },
});

const statusOf = ({ failure, readyMs }: ChangeSetRecord, nowMs: number): ChangeSetStatus =>
  nowMs < readyMs ? "CREATE_IN_PROGRESS" : failure === undefined ? "CREATE_COMPLETE" : "FAILED";
const executionOf = ({ failure, readyMs, executed }: ChangeSetRecord, nowMs: number): ExecutionStatus =>
  executed ? "EXECUTE_COMPLETE" : nowMs >= readyMs && failure === undefined ? "AVAILABLE" : "UNAVAILABLE";

const shape = ({ action, logicalId, type, physicalId, replacement }: ChangeRecord): ResourceChange => ({
  Action: action,
  LogicalResourceId: logicalId,
  ResourceType: type,
  ...(physicalId === undefined ? {} : { PhysicalResourceId: physicalId }),
  ...(replacement === undefined ? {} : { Replacement: replacement }),
});

export const describeChangeSet = readOperation({
  input: z.object({ ChangeSetName: z.string(), StackName: z.string() }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ ChangeSetName, StackName }, { world, region, nowMs }): DescribeChangeSetOutput => {
    const set = changeSetAt(world, region, StackName, ChangeSetName);
    const status = statusOf(set, nowMs);
    return {
      ChangeSetName: set.name,
      ChangeSetId: set.id,
      StackName: set.stack,
      StackId: world.get(stackKind, region, set.stack)?.id ?? "",
      CreationTime: new Date(set.createdMs),
      Status: status,
      ExecutionStatus: executionOf(set, nowMs),
      ...(status === "FAILED" && set.failure !== undefined ? { StatusReason: set.failure } : {}),
      Changes: status === "CREATE_COMPLETE" ? set.changes.map((one) => ({ Type: "Resource", ResourceChange: shape(one) })) : [],
    };
  },
});

export const deleteChangeSet = writeOperation({
  input: z.object({ ChangeSetName: z.string(), StackName: z.string() }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ ChangeSetName, StackName }, { world, region }) => {
    const key = `${stackName(StackName)}/${ChangeSetName}`;
    if (world.get(changeSetKind, region, key)) world.remove(changeSetKind, region, key);
    return {};
  },
});
