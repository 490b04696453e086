/** Event source mappings of Lambda behind a narrow port; the only file of this adapter that knows Lambda's SDK. */
import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** Mappings in one Region. */
export interface EventSourcePort {
  /** Lambda's word: `Enabled`, `Disabling`, … Throws `ResourceNotFoundException`. */
  readonly mappingState: (uuid: string) => Promise<string>;
  readonly setEnabled: (uuid: string, enabled: boolean) => Promise<void>;
}

/** The port on Lambda's clients. */
export function createEventSourcePort(env: FunctionEnv, region: string | undefined): EventSourcePort {
  const { read, mutate } = createClientPair(env, (config) => new LambdaClient(config), region);
  return {
    mappingState: async (UUID) => (await read.send(new GetEventSourceMappingCommand({ UUID }))).State ?? "",
    setEnabled: async (UUID, Enabled) => {
      await mutate.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    },
  };
}
