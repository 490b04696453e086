/** What a task acts on, as its operation declares it: read from the schemas once, kept with the task, and the same ever after. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import type { ResourceScope } from "./reference.ts";
import { scopeOf, selectResources, unreadableNames, type NamedResource, type UnreadableName } from "./select.ts";
import { declarationsOf, resourceSelectorSchema, type Declarations, type ResourceSelector } from "./selectors.ts";

/** The declarations that a plan keeps with a task. Account and Region are those in which names without their own are looked up. */
export const declaredNamesSchema = lazyObject(() => ({
  account: z.string(),
  region: z.string(),
  /** Paths start with `resources` or `config`. */
  names: z.array(resourceSelectorSchema),
}));
/** The declarations that a plan keeps with a task. */
export type DeclaredNames = z.infer<typeof declaredNamesSchema>;

/** JSON Schemas of an operation, as its registry entry shows them. */
export interface OperationSchemas {
  readonly resourcesSchema: Readonly<Record<string, unknown>>;
  readonly configSchema: Readonly<Record<string, unknown>>;
}

/** What a plan writes for a task. */
export interface TaskInput {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Names in `value` that its JSON Schema declares, each with its canonical reference. Pure. */
export function resourcesOf(
  jsonSchema: Readonly<Record<string, unknown>>,
  value: unknown,
  defaults: ResourceScope,
): readonly NamedResource[] {
  const { names, scopes } = declarationsOf(jsonSchema);
  return selectResources(value, names, scopeOf(value, scopes, defaults));
}

/**
 * What an operation declares for this task; only places where something stands. Account and Region: the task's own words, else `defaults`. Of a task
 * that selects by tags, all places in its resources: what the tags lead to will stand there.
 */
export function declareNames(schemas: OperationSchemas, task: TaskInput, defaults: ResourceScope): DeclaredNames {
  const { names, scopes } = declarationsOfOperation(schemas);
  const { account, region } = scopeOf(task, scopes, defaults);
  const byTags = task.resources["tagFilters"] !== undefined;
  const isKept = (selector: ResourceSelector): boolean =>
    (byTags && selector.at[0] === "resources") || selectResources(task, [selector], defaults).length > 0;
  return { account, region, names: names.filter(isKept) };
}

/** Names in a task by its declarations: what it acts on, reads, chooses and mentions, each with its path from `resources` or `config`. */
export function namesIn(task: TaskInput, { names, account, region }: DeclaredNames): readonly NamedResource[] {
  return selectResources(task, names, { account, region });
}

/** Both in one: the names that a task has by its operation's schemas. */
export function declaredResources(schemas: OperationSchemas, task: TaskInput, defaults: ResourceScope): readonly NamedResource[] {
  return namesIn(task, declareNames(schemas, task, defaults));
}

/** What stands where an operation declares names, and is none: it would be acted on, and locked by nobody. */
export function unreadableIn(schemas: OperationSchemas, task: TaskInput): readonly UnreadableName[] {
  return unreadableNames(task, declarationsOfOperation(schemas).names);
}

/** Whether an operation declares any names, if only such as it mentions. Of one that does not, every list is taken for what it acts on. */
export function declaresResources(schemas: OperationSchemas): boolean {
  return declarationsOfOperation(schemas).names.length > 0;
}

/** Schema objects never change, and reading one for each of a thousand tasks costs more than using it. */
const known = new WeakMap<object, Declarations>();

/** Everything that an operation's schemas declare, paths beginning with `resources` or `config`. */
export function declarationsOfOperation({ resourcesSchema, configSchema }: OperationSchemas): Declarations {
  const parts = [below("resources", resourcesSchema), below("config", configSchema)];
  return {
    names: parts.flatMap(({ names }) => names),
    scopes: parts.flatMap(({ scopes }) => scopes),
    regions: parts.flatMap(({ regions }) => regions),
  };
}

function below(field: string, schema: Readonly<Record<string, unknown>>): Declarations {
  const found = known.get(schema) ?? declarationsOf(schema);
  known.set(schema, found);
  const under = <T extends { readonly at: readonly string[] }>(entry: T): T => ({ ...entry, at: [field, ...entry.at] });
  return { names: found.names.map(under), scopes: found.scopes.map(under), regions: found.regions.map((at) => [field, ...at]) };
}
