/** A bus whose client is loaded with the first event that is put on it. */
import type { BaseEnv, Bus } from "@dr/runtime";

/** The bus of this name. */
export function createLateBus(env: BaseEnv, busName: string): Bus {
  let bus: Bus | undefined;
  return {
    publish: async (entries) => {
      const { createEventBridgeBus } = await import("@dr/runtime/eventbridge-bus");
      bus ??= createEventBridgeBus({ ...env, DR_BUS_NAME: busName });
      await bus.publish(entries);
    },
  };
}
