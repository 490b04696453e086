// Finds the resources that tasks of a plan name: what a service calls in its `planResources`.
import type { PlanTask } from "./plan-tasks.ts";

/** One entry of a list of resources in a plan. */
export type PlanEntry = { readonly value: unknown; readonly path: string; readonly region: string | undefined };

/** The entries of `resources.<member>` (a list, or one alone) of the tasks that `wanted` picks. */
export const entriesIn = (
  tasks: readonly PlanTask[],
  member: string,
  wanted: { readonly technology?: string; readonly operations?: readonly string[] } = {},
): readonly PlanEntry[] =>
  tasks
    .filter(({ technology }) => wanted.technology === undefined || technology === wanted.technology)
    .filter(({ operation }) => wanted.operations === undefined || wanted.operations.includes(operation ?? ""))
    .flatMap(({ resources, path, region }) => entriesOf(resources[member], { path: `${path}.resources.${member}`, region }));

/** The same of `config.<member>`, where older plans name what they change. */
export const entriesInConfig = (tasks: readonly PlanTask[], member: string): readonly PlanEntry[] =>
  tasks.flatMap(({ config, path, region }) => entriesOf(config[member], { path: `${path}.config.${member}`, region }));

/** A member of an entry that is an object. */
export const memberOf = (value: unknown, member: string): unknown =>
  typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(member) : undefined;

const entriesOf = (value: unknown, { path, region }: Omit<PlanEntry, "value">): readonly PlanEntry[] => {
  if (Array.isArray(value)) return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]`, region }));
  return typeof value === "string" ? [{ value, path, region }] : [];
};

/** A name with the Region it is in: the ARN's own, or the task's. */
export type NamedResource = { readonly name: string; readonly region?: string };

/** Names found, and the places where none could be read. */
export type NamesFound = {
  readonly names: readonly NamedResource[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};

/** Reads entries as names: a text, an ARN, or an object with `identifier`, `id`, `name`, or a member such as `groupId` or `listenerArn`. */
export const namesOf = (entries: readonly PlanEntry[]): NamesFound => {
  const names: NamedResource[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const { value, path, region: own } of entries) {
    const name = nameOf(value);
    const region = name === undefined ? undefined : (regionInArn(name) ?? own);
    if (name === undefined)
      skipped.push({ path, reason: "expected a name, an ARN, or an object with identifier, id, name, or a member such as groupId" });
    else names.push({ name, ...(region !== undefined && { region }) });
  }
  return { names, skipped };
};

const nameOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value !== "object" || value === null) return undefined;
  const members = new Map(Object.entries(value));
  const ofItsKind = [...members.keys()].find((member) => /(?:Arn|Id)$/u.test(member));
  const name: unknown = members.get("identifier") ?? members.get("id") ?? members.get("name") ?? members.get(ofItsKind ?? "");
  return typeof name === "string" && name !== "" ? name : undefined;
};

const regionInArn = (name: string): string | undefined => (name.startsWith("arn:") ? name.split(":")[3] || undefined : undefined);

/** What comes after the last slash of an ARN; other names as they are. */
export const lastPart = (name: string): string => (name.startsWith("arn:") ? (name.split("/").at(-1) ?? name) : name);
