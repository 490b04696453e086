/** Signs of life in memory. */
import type { Beat, DeploymentStore } from "../leadership/deployments.ts";

/** An empty store. */
export function createMemoryDeployments(): DeploymentStore {
  const beats = new Map<string, Beat>();
  return {
    write: async (beat) => {
      beats.set(`${beat.region}/${beat.part}`, beat);
    },
    read: async (region) => [...beats.values()].filter((beat) => beat.region === region),
  };
}
