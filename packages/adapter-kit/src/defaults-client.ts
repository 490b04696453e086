/** Defaults of an environment in Parameter Store; a file of its own, so that a function loads the client when it first needs one. */
import { paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";
import type { FunctionEnv } from "@dr/runtime";
import { collectPages, createClientPair } from "./client-pair.ts";
import { atHome, connectedThrough, connectionOf } from "./connection.ts";
import type { ReadParameters } from "./settings/choose.ts";

/** Parameters in one Region; reads only. */
export interface DefaultsPort {
  /** Values below a path, by the last part of their names, over all pages (a page holds ten). */
  readonly below: ReadParameters;
}

/**
 * The port on a client of the adapter's own account, whichever account a task acts in. `attempts` is for those who can do without: how often it asks
 * before it says that it could not.
 */
export function createDefaultsPort(env: FunctionEnv, { attempts }: { readonly attempts?: number } = {}): DefaultsPort {
  const home = atHome(env);
  const readAttempts = connectionOf(home).readAttempts ?? attempts;
  const connected = readAttempts === undefined ? home : connectedThrough(home, { readAttempts });
  const { read: client } = createClientPair(connected, (config) => new SSMClient(config));
  return {
    below: async (Path) => {
      const found = await collectPages(paginateGetParametersByPath({ client }, { Path, WithDecryption: true }), (page) => page.Parameters);
      return Object.fromEntries(found.map(({ Name = "", Value = "" }) => [Name.slice(Name.lastIndexOf("/") + 1), Value]));
    },
  };
}
