/** The part of Parameter Store that setting flags needs, behind a narrow port; the only file that knows the SDK. */
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A flag as it is read. Each write raises the version, also one of the same value. */
export interface Flag {
  readonly value: string;
  readonly version: number;
}

/** Parameter Store. Reads are repeated by the client, a write is sent once. */
export interface ParameterPort {
  /** The flag as it is. Throws `ParameterNotFound`. */
  readonly read: (name: string) => Promise<Flag>;
  /** Overwrites the flag; gives the version that this write made. */
  readonly write: (name: string, value: string) => Promise<number>;
}

/** Clients of the feature-flag adapter. */
export interface FeatureFlagClients {
  readonly parameters: ParameterPort;
}

/** Clients on AWS, or on `DR_AWS_ENDPOINT`. */
export function createFeatureFlagClients(env: FunctionEnv): FeatureFlagClients {
  const { read, mutate } = createClientPair(env, (config) => new SSMClient(config));
  return {
    parameters: {
      read: async (Name) => {
        const { Parameter } = await read.send(new GetParameterCommand({ Name }));
        if (Parameter?.Value === undefined || Parameter.Version === undefined) throw new Error(`Parameter Store told no value of ${Name}`);
        return { value: Parameter.Value, version: Parameter.Version };
      },
      write: async (Name, Value) => {
        const { Version } = await mutate.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
        // Accepted without a version is an unknown outcome: the flag itself has to tell.
        if (Version === undefined) throw new Error(`Parameter Store accepted ${Name} and told no version`);
        return Version;
      },
    },
  };
}
