/** Which of several places a setting is taken from: the task's own configuration wins, then the environment's default, then the product's. */

/** A setting, and where it came from: `task`, the name of a parameter, or `default`. */
export interface Chosen<Value> {
  readonly value: Value;
  readonly from: string;
}

/** Defaults of a technology in an environment, by the last part of their names. Empty where there are none, or no environment is known. */
export interface EnvironmentDefaults {
  /** `/dr-orchestration/<environment>/<technology>`; undefined without an environment. */
  readonly path: string | undefined;
  readonly values: Readonly<Record<string, string>>;
}

/** Reads the defaults below a path of Parameter Store, over all pages. */
export type ReadParameters = (path: string) => Promise<Readonly<Record<string, string>>>;

/** Where the defaults of a technology stand. */
export function defaultsPath(environment: string, technology: string): string {
  return `/dr-orchestration/${environment}/${technology}`;
}

/** The defaults of a technology in the environment of a task. Asks nothing without an environment. */
export async function readDefaults(
  read: ReadParameters,
  technology: string,
  environment: string | undefined,
): Promise<EnvironmentDefaults> {
  if (environment === undefined) return { path: undefined, values: {} };
  const path = defaultsPath(environment, technology);
  return { path, values: await read(path) };
}

/** The first that is there: the task's own, the parameter `name`, the fallback. Undefined if there is none at all. */
export function choose(
  task: string | undefined,
  name: string,
  { path, values }: EnvironmentDefaults,
  fallback?: string,
): Chosen<string> | undefined {
  if (task !== undefined) return { value: task, from: "task" };
  const value = values[name];
  if (path !== undefined && value !== undefined) return { value, from: `${path}/${name}` };
  return fallback === undefined ? undefined : { value: fallback, from: "default" };
}

/** Where a setting was looked for, in words for whoever has to set it. */
export function placesOf(field: string, name: string, { path }: EnvironmentDefaults): string {
  const parameter = path === undefined ? "no parameter, because the execution has no tag Environment" : `the parameter ${path}/${name}`;
  return `config.${field} of the task, and ${parameter}`;
}
