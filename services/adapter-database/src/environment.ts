/** What an environment says of databases where a task does not: how long a failover may take, and which databases are its own. */
import { choose, readDefaults, type Chosen, type TaskContext } from "@dr/adapter-kit";
import { DrError, type Failure } from "@dr/events";
import type { DatabaseClients } from "./clients.ts";

/** Settings that the task did not say itself, with where they came from. */
export interface EnvironmentSettings {
  readonly failoverTimeout?: Chosen<string>;
  readonly clusters?: Chosen<string>;
  readonly endpoint?: Chosen<string>;
}

type Asking = Pick<
  TaskContext<DatabaseClients, unknown, { readonly failoverTimeout?: number | undefined }>,
  "clients" | "config" | "environment"
>;

/** Reads them. Throws `database.bad_default` for a time that is none. */
export async function environmentSettings({ clients, config, environment }: Asking): Promise<EnvironmentSettings> {
  if (environment === undefined) return {};
  const defaults = await readDefaults(clients.defaults.below, "database", environment);
  const [time, clusters, endpoint] = ["failover-timeout", "aurora-clusters", "rds-endpoint"].map((name) =>
    choose(undefined, name, defaults),
  );
  const failoverTimeout = config.failoverTimeout === undefined ? time : undefined;
  if (failoverTimeout !== undefined && !(Number(failoverTimeout.value) > 0))
    throw new DrError("database.bad_default", `${failoverTimeout.from} is "${failoverTimeout.value}"; expected seconds`);
  return { ...(failoverTimeout && { failoverTimeout }), ...(clusters && { clusters }), ...(endpoint && { endpoint }) };
}

/** A database that is none of the environment's is said: it may be the right one, and the plan's tag the wrong one. */
export function foreignWarnings(id: string, { clusters, endpoint }: EnvironmentSettings): readonly string[] {
  const known = [clusters, endpoint].filter((one) => one !== undefined);
  const ids = [...(clusters?.value.replaceAll(/[[\]"\s]/g, "").split(",") ?? []), endpoint?.value.split(".")[0]];
  if (known.length === 0 || ids.some((one) => one?.split(":").at(-1)?.toLowerCase() === id.toLowerCase())) return [];
  return [`${id} is none of ${known.map(({ from }) => from).join(", ")}`];
}

/** What is not done within the environment's time is given up; undefined while it may still come. */
export function overdue(seconds: number, { failoverTimeout }: EnvironmentSettings): Failure | undefined {
  if (failoverTimeout === undefined || seconds <= Number(failoverTimeout.value)) return undefined;
  const message = `not done after ${Math.round(seconds)} s, more than the ${failoverTimeout.value} s of ${failoverTimeout.from}`;
  return { code: "database.failover_overdue", message, retryable: true };
}

/** For the result: nothing where the environment says nothing. */
export function told(settings: EnvironmentSettings): { readonly settings?: EnvironmentSettings } {
  return Object.keys(settings).length === 0 ? {} : { settings };
}
