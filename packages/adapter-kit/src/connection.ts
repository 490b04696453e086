/** Where an adapter's clients connect when it is not where the function itself is: another account, another Region, or a test's estate. */
import type { ClientCredentials, ClientRequestHandler, FunctionEnv } from "@dr/runtime";

/** What is said here stands above what the function's environment says. */
export interface Connection {
  /** Region of clients that name none. */
  readonly region?: string;
  /** Takes the requests instead of the SDK's own sockets. */
  readonly requestHandler?: ClientRequestHandler;
  /** Who the clients are; a provider is asked again when what it gave expires. */
  readonly credentials?: ClientCredentials;
  /** How often a read is sent; the kit itself looks again, so that a test on a clock of its own wants 1. */
  readonly readAttempts?: number;
}

/**
 * A symbol in the environment itself and no parameter: an adapter that forgot to hand it on would act in the wrong account. A spread copies it.
 */
const CONNECTION = Symbol.for("dr.adapter-kit.connection");
/** The connection of the function itself, in an environment of a task that acts elsewhere. */
const HOME = Symbol.for("dr.adapter-kit.home-connection");

type Connected = FunctionEnv & { readonly [CONNECTION]?: Connection; readonly [HOME]?: Connection };

/** The environment with this connection: everything that `createClientPair` makes of it connects there. What an earlier one said stays where this says nothing. */
export function connectedThrough(env: FunctionEnv, connection: Connection): FunctionEnv {
  return Object.assign({ ...env }, { [CONNECTION]: { ...connectionOf(env), ...connection } });
}

/** What an environment says about its connection; nothing in a function's own. */
export function connectionOf(env: FunctionEnv): Connection {
  return (env as Connected)[CONNECTION] ?? {};
}

/** The environment of a task that acts elsewhere; `atHome` leads back from it. */
export function elsewhere(env: FunctionEnv, connection: Connection): FunctionEnv {
  return Object.assign(connectedThrough(env, connection), { [HOME]: connectionOf(env) });
}

/** The environment of the function itself, wherever a task acts: its secrets, its parameters and its tables are there, and no other account has rights on them. */
export function atHome(env: FunctionEnv): FunctionEnv {
  const home = (env as Connected)[HOME];
  return home === undefined ? env : Object.assign({ ...env }, { [CONNECTION]: home });
}
