/** Event source mappings of Lambda behind a narrow port; the only file of this adapter that knows Lambda's SDK. */
import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientPair } from "@dr/adapter-kit";

/** Mappings in one Region. */
export interface EventSourcePort {
  /** Lambda's word: `Enabled`, `Disabling`, … Throws `ResourceNotFoundException`. */
  readonly mappingState: (uuid: string) => Promise<string>;
  readonly setEnabled: (uuid: string, enabled: boolean) => Promise<void>;
}

/** The port on Lambda's clients. */
export function createEventSourcePort({ read, mutate }: ClientPair<LambdaClient>): EventSourcePort {
  return {
    mappingState: async (UUID) => (await read.send(new GetEventSourceMappingCommand({ UUID }))).State ?? "",
    setEnabled: async (UUID, Enabled) => {
      await mutate.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    },
  };
}
