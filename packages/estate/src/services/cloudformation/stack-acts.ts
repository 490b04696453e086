// Changing stacks: by a change set that is executed, at once, or to nothing.
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { fromTagList } from "../../tag-list.ts";
import * as z from "zod";
import { APPLY, REMOVE } from "./durations.ts";
import {
  changeSetAt,
  changeSetKind,
  contentOf,
  findStack,
  resourcesOf,
  stackAt,
  stackKind,
  stackName,
  statusOf,
  type StackRecord,
  type TemplateResource,
} from "./records.ts";

const SETTLED = /(?:_COMPLETE|_FAILED)$/u;
/** After a first creation that failed nothing but a deletion is possible. */
const STUCK = /^(?:ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED)$/u;

/** Throws `ValidationError` unless the stack may be changed now. */
export const assertChangeable = (stack: StackRecord, nowMs: number): void => {
  const status = statusOf(stack, nowMs);
  if (SETTLED.test(status) && !STUCK.test(status)) return;
  throw awsError("ValidationError", `Stack:${stack.id} is in ${status} state and can not be updated.`);
};

/** A subnet in a zone of another Region is the mistake that a template can make here. */
const mistakeIn = (resources: Readonly<Record<string, TemplateResource>>, region: string) => {
  for (const [resource, { Type, Properties }] of Object.entries(resources)) {
    const zone = Properties?.["AvailabilityZone"];
    if (Type !== "AWS::EC2::Subnet" || typeof zone !== "string" || zone.startsWith(region)) continue;
    return { resource, reason: `Value (${zone}) for parameter availabilityZone is invalid. (Service: Ec2, Status Code: 400)` };
  }
  return undefined;
};

const PREFIX: Readonly<Record<string, string>> = { "AWS::EC2::VPC": "vpc", "AWS::EC2::Subnet": "subnet" };

/** Puts a stack on its way to this content. */
const applyTo = (
  call: WriteCall,
  stack: StackRecord,
  { template, tags }: { readonly template: string; readonly tags: Readonly<Record<string, string>> },
): void => {
  const { world, region, nowMs, chance, faulty } = call;
  const resources = resourcesOf(template);
  const before = contentOf(stack, nowMs);
  const isNew = stack.change.kind === "REVIEW";
  const fails = faulty("launch-failed", [stack.name])
    ? { resource: Object.keys(resources)[0] ?? "", reason: "Resource handler returned message (simulated)" }
    : mistakeIn(resources, region);
  const ids = Object.fromEntries(
    Object.entries(resources).map(([logicalId, { Type }]) => [
      logicalId,
      before.ids[logicalId] ?? `${PREFIX[Type] ?? "resource"}-${chance.hex(17, `id|${logicalId}`)}`,
    ]),
  );
  const endMs = faulty("never-completes", [stack.name]) ? NEVER_MS : nowMs + chance.durationMs(APPLY, "apply");
  world.put(stackKind, region, stack.name, {
    ...stack,
    template,
    tags,
    ids,
    change: {
      kind: isNew ? "CREATE" : "UPDATE",
      startMs: nowMs,
      endMs,
      ...(fails ? { fails } : {}),
      ...(isNew ? {} : { before: { template: before.template, tags: before.tags, ids: before.ids } }),
    },
  });
};

export const executeChangeSet = writeOperation({
  input: z.object({ ChangeSetName: z.string(), StackName: z.string(), ClientRequestToken: z.string().max(128).optional() }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ ChangeSetName, StackName }, call) => {
    const { world, region, nowMs } = call;
    const set = changeSetAt(world, region, StackName, ChangeSetName);
    if (set.executed || set.failure !== undefined || nowMs < set.readyMs)
      throw awsError("InvalidChangeSetStatus", `ChangeSet [${set.id}] cannot be executed in its current status`);
    const stack = stackAt(world, region, StackName, nowMs);
    if (stack.change.kind !== "REVIEW") assertChangeable(stack, nowMs);
    world.put(changeSetKind, region, `${set.stack}/${set.name}`, { ...set, executed: true });
    applyTo(call, stack, set.content);
    return {};
  },
});

export const updateStack = writeOperation({
  input: z.object({
    StackName: z.string(),
    TemplateBody: z.string().max(51_200),
    Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
    ClientRequestToken: z.string().max(128).optional(),
  }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ StackName, TemplateBody, Tags }, call) => {
    const stack = stackAt(call.world, call.region, StackName, call.nowMs);
    assertChangeable(stack, call.nowMs);
    const tags = Tags === undefined ? stack.tags : fromTagList(Tags);
    if (TemplateBody === stack.template && JSON.stringify(tags) === JSON.stringify(stack.tags))
      throw awsError("ValidationError", "No updates are to be performed.");
    applyTo(call, stack, { template: TemplateBody, tags });
    return { StackId: stack.id };
  },
});

/** Of a stack that is not there it is a success, too. */
export const deleteStack = writeOperation({
  input: z.object({ StackName: z.string(), ClientRequestToken: z.string().max(128).optional() }),
  resources: ({ StackName }) => [stackName(StackName)],
  run: ({ StackName }, { world, region, nowMs, chance, faulty }) => {
    const stack = findStack(world, region, StackName, nowMs);
    if (stack === undefined || stack.change.kind === "DELETE") return {};
    // A stack that was only reviewed has nothing to remove.
    const isEmpty = stack.change.kind === "REVIEW";
    const waited = isEmpty ? 0 : chance.durationMs(REMOVE, "remove");
    const endMs = faulty("never-completes", [stack.name]) ? NEVER_MS : nowMs + waited;
    world.put(stackKind, region, stack.name, { ...stack, change: { kind: "DELETE", startMs: nowMs, endMs } });
    for (const set of world.list(changeSetKind, region))
      if (set.stack === stack.name) world.remove(changeSetKind, region, `${set.stack}/${set.name}`);
    return {};
  },
});
