// Loads what a service speaks when it is first called: SDK clients are large, and most estates use a few of them.
import type { EstateService, LoadedService } from "./service.ts";

/** Finds a service by its name in the credential scope and loads its wire once; undefined for a name that nobody has. */
export const createServiceLoader = (services: readonly EstateService[]): ((name: string) => Promise<LoadedService | undefined>) => {
  const byName = new Map(services.map((service) => [service.service, service]));
  const loaded = new Map<string, Promise<LoadedService>>();
  return async (name) => {
    const service = byName.get(name);
    if (service === undefined) return undefined;
    const known = loaded.get(name) ?? service.wire().then((protocol) => ({ ...service, protocol }));
    loaded.set(name, known);
    return known;
  };
};
