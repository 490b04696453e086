// The stacks of the simulated CloudFormation, and the change sets that are to change them. Everything shown is computed from their times.
import { awsError } from "../../aws-error.ts";
import { defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** A resource as a template writes it. */
export type TemplateResource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };

/** What a stack is made of. */
export type Content = {
  readonly template: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Physical ids by logical id. */
  readonly ids: Readonly<Record<string, string>>;
};

/** What was asked of a stack last. One that fails goes back to `before`. */
export type StackChange = {
  readonly kind: "CREATE" | "UPDATE" | "DELETE" | "REVIEW";
  readonly startMs: number;
  readonly endMs: number;
  readonly fails?: { readonly resource: string; readonly reason: string };
  readonly before?: Content;
};

/** A stack. */
export type StackRecord = Content & {
  readonly name: string;
  readonly id: string;
  readonly createdMs: number;
  readonly change: StackChange;
};

/** A set of changes to a stack; ready at `readyMs` unless `failure` is its word. */
export type ChangeSetRecord = {
  readonly name: string;
  readonly id: string;
  readonly stack: string;
  readonly content: Omit<Content, "ids">;
  readonly createdMs: number;
  readonly readyMs: number;
  readonly failure?: string;
  readonly changes: readonly ChangeRecord[];
  readonly executed: boolean;
};

/** One change of a set. */
export type ChangeRecord = {
  readonly action: "Add" | "Modify" | "Remove";
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: "True" | "False";
};

export const stackKind = defineKind<StackRecord>("cloudformation.stack");
/** By stack and name. */
export const changeSetKind = defineKind<ChangeSetRecord>("cloudformation.change-set");

/** The name in a name or an ARN (`arn:…:stack/<name>/<id>`). */
export const stackName = (written: string): string => (written.startsWith("arn:") ? (written.split("/")[1] ?? written) : written);

/** The resources of a template. Throws `ValidationError` for what is no template. */
export const resourcesOf = (template: string): Readonly<Record<string, TemplateResource>> => {
  try {
    const { Resources } = JSON.parse(template) as { Resources?: Record<string, TemplateResource> };
    if (Resources !== undefined && Object.keys(Resources).length > 0) return Resources;
  } catch {
    throw awsError("ValidationError", "Template format error: JSON not well-formed.");
  }
  throw awsError("ValidationError", "Template format error: At least one Resources member must be defined.");
};

/** Half of its time a change that fails goes forward, then it goes back. */
const turnMs = ({ startMs, endMs }: StackChange): number => startMs + (endMs - startMs) / 2;

/** The stack's word. */
export const statusOf = ({ change }: StackRecord, nowMs: number): string => {
  const { kind, endMs, fails } = change;
  if (kind === "REVIEW") return "REVIEW_IN_PROGRESS";
  if (kind === "DELETE") return nowMs < endMs ? "DELETE_IN_PROGRESS" : "DELETE_COMPLETE";
  const back = kind === "CREATE" ? "ROLLBACK" : "UPDATE_ROLLBACK";
  if (fails === undefined) return `${kind}_${nowMs < endMs ? "IN_PROGRESS" : "COMPLETE"}`;
  if (nowMs < turnMs(change)) return `${kind}_IN_PROGRESS`;
  return `${back}_${nowMs < endMs ? "IN_PROGRESS" : "COMPLETE"}`;
};

/** What it holds now: a change that failed has left it as it was. */
export const contentOf = (stack: StackRecord, nowMs: number): Content => {
  const { change } = stack;
  const hasFailed = change.fails !== undefined && nowMs >= turnMs(change);
  return hasFailed && change.before !== undefined ? change.before : stack;
};

/** The word of one of its resources. */
export const resourceStatus = (stack: StackRecord, logicalId: string, nowMs: number): string => {
  const { kind, endMs, fails } = stack.change;
  if (kind === "DELETE") return nowMs < endMs ? "DELETE_IN_PROGRESS" : "DELETE_COMPLETE";
  if (fails?.resource === logicalId && nowMs >= turnMs(stack.change)) return `${kind}_FAILED`;
  if (fails !== undefined && nowMs >= turnMs(stack.change) && kind === "CREATE") return "DELETE_COMPLETE";
  return `${kind === "UPDATE" ? "UPDATE" : "CREATE"}_${nowMs < endMs ? "IN_PROGRESS" : "COMPLETE"}`;
};

/** A stack that was deleted is found by its ARN alone. */
export const findStack = (world: WorldView, region: string, written: string, nowMs: number): StackRecord | undefined => {
  const found = world.get(stackKind, region, stackName(written));
  const isGone = found !== undefined && statusOf(found, nowMs) === "DELETE_COMPLETE";
  return isGone && !written.startsWith("arn:") ? undefined : found;
};

/** The same. Throws `ValidationError`, as CloudFormation does for what is not there. */
export const stackAt = (world: WorldView, region: string, written: string, nowMs: number): StackRecord => {
  const found = findStack(world, region, written, nowMs);
  if (found === undefined) throw awsError("ValidationError", `Stack with id ${written} does not exist`);
  return found;
};

/** A change set of a stack. Throws `ChangeSetNotFound`. */
export const changeSetAt = (world: WorldView, region: string, stack: string, written: string): ChangeSetRecord => {
  const name = written.startsWith("arn:") ? (written.split("/")[1] ?? written) : written;
  const found = world.get(changeSetKind, region, `${stackName(stack)}/${name}`);
  if (found === undefined) throw awsError("ChangeSetNotFound", `ChangeSet [${written}] does not exist`, 404);
  return found;
};
