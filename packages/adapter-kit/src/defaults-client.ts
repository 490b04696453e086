/** Defaults of an environment in Parameter Store; a file of its own, so that a function loads the client when it first needs one. */
import { paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";
import type { FunctionEnv } from "@dr/runtime";
import { collectPages, createClientPair } from "./client-pair.ts";
import { atHome } from "./connection.ts";
import type { ReadParameters } from "./settings/choose.ts";

/** Parameters in one Region; reads only. */
export interface DefaultsPort {
  /** Values below a path, by the last part of their names, over all pages (a page holds ten). */
  readonly below: ReadParameters;
}

/** The port on a client of the adapter's own account, whichever account a task acts in. */
export function createDefaultsPort(env: FunctionEnv, region?: string): DefaultsPort {
  const { read: client } = createClientPair(atHome(env), (config) => new SSMClient(config), region);
  return {
    below: async (Path) => {
      const found = await collectPages(paginateGetParametersByPath({ client }, { Path, WithDecryption: true }), (page) => page.Parameters);
      return Object.fromEntries(found.map(({ Name = "", Value = "" }) => [Name.slice(Name.lastIndexOf("/") + 1), Value]));
    },
  };
}
