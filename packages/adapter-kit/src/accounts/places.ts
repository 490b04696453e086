/** The clients of a task, wherever it acts: here, or in another account or Region. */
import { DrError, type TaskTarget } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import type { SessionKeys } from "./session.ts";
import type { Places } from "./sessions.ts";
import { elsewhere } from "../connection.ts";
import type { Adapter } from "../define-adapter.ts";

/** Clients for a target (none: where the function is) and the execution in whose name they act. Throws `task.no_accounts` where the adapter acts in no other account. */
export type ClientsAt<Clients> = (target: TaskTarget | undefined, executionId: string) => Clients;

/** The same clients for every target: of a test's world, which is in one place. */
export function sameEverywhere<Clients>(clients: Clients): ClientsAt<Clients> {
  return () => clients;
}

/** Clients of so many targets and executions are kept; of others they are made again, which costs a session. */
const KEPT = 20;

/** Clients by target, of one process; those of the function's own place are made at once. */
export function createClientsAt<Clients>(
  adapter: Pick<Adapter<Clients>, "createClients" | "technology">,
  env: FunctionEnv,
  places: Places = {},
): ClientsAt<Clients> {
  const here = adapter.createClients(env);
  const kept = new Map<string, Clients>();
  let opening: Promise<Sessions> | undefined;
  const sessions = (): Promise<Sessions> => {
    opening ??= openSessions(env, places).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const make = (target: TaskTarget, executionId: string): Clients => {
    const region = target.region === undefined ? {} : { region: target.region };
    if (isOwn(target, env)) return adapter.createClients(elsewhere(env, region));
    if (env["DR_ACCOUNT_TABLE"] === undefined && places.readAccount === undefined)
      throw new DrError("task.no_accounts", `target.accountId: this function of ${adapter.technology} enters no other account`);
    let session: ReturnType<Sessions> | undefined;
    const credentials = async () => (session ??= (await sessions())(target, executionId))();
    return adapter.createClients(elsewhere(env, { ...region, credentials }));
  };
  return (target, executionId) => {
    if (target === undefined || (isOwn(target, env) && target.region === undefined)) return here;
    const key = `${target.accountId ?? ""}|${target.region ?? ""}|${executionId}`;
    const clients = kept.get(key) ?? make(target, executionId);
    kept.delete(key);
    kept.set(key, clients);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return clients;
  };
}

/** No role is taken for the account that the function is in. */
function isOwn({ accountId }: TaskTarget, env: FunctionEnv): boolean {
  return accountId === undefined || accountId === env["DR_ACCOUNT_ID"];
}

/** Makes the session of a target and an execution. */
type Sessions = (target: TaskTarget, executionId: string) => () => Promise<SessionKeys>;

async function openSessions(env: FunctionEnv, places: Places): Promise<Sessions> {
  const { createSession, sessionDeps } = await import("./sessions.ts");
  const deps = sessionDeps(env, places);
  return (target, executionId) => createSession(deps, target, executionId);
}
