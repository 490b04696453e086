/** Parameter Store behind a narrow port. */
import { GetParameterCommand, paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";
import { atHome, collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A parameter as it is now. */
export interface ParameterFacts {
  readonly value: string;
  readonly version: number;
}

/** Parameter Store in one Region; reads only. */
export interface ParameterPort {
  /** Values below a path, by the last part of their names, over all pages (a page holds ten). */
  readonly below: (path: string) => Promise<Readonly<Record<string, string>>>;
  /** Undefined if there is none. */
  readonly get: (name: string) => Promise<ParameterFacts | undefined>;
}

/** The port on a client, in the account of the adapter itself: wherever a task acts, its settings and scripts are here. */
export function createParameterPort(env: FunctionEnv, region: string | undefined): ParameterPort {
  const { read: client } = createClientPair(atHome(env), (config) => new SSMClient(config), region);
  return {
    below: async (Path) => {
      const found = await collectPages(paginateGetParametersByPath({ client }, { Path, WithDecryption: true }), (page) => page.Parameters);
      return Object.fromEntries(found.map(({ Name = "", Value = "" }) => [Name.slice(Name.lastIndexOf("/") + 1), Value]));
    },
    get: async (Name) => {
      try {
        const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
        return { value: Parameter?.Value ?? "", version: Parameter?.Version ?? 0 };
      } catch (error) {
        if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
        throw error;
      }
    },
  };
}
