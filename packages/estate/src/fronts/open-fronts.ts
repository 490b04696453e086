// Opens the fronts of all services that have one.
import type { EstateService } from "../service.ts";
import { openAuthority } from "./authority.ts";
import type { Front, FrontContext } from "./front.ts";

/** Listens on the loopback interface, each front on a port of its own. The authority lives in `dataDir`, or as long as the process. */
export const openFronts = async (
  services: readonly EstateService[],
  context: Omit<FrontContext, "authority">,
  dataDir?: string,
): Promise<Front> => {
  const authority = await openAuthority(dataDir);
  const fronts = await Promise.all(services.flatMap(({ front }) => (front ? [front({ ...context, authority })] : [])));
  return {
    secrets: () => fronts.flatMap(({ secrets }) => secrets()),
    close: async () => void (await Promise.all(fronts.map(({ close }) => close()))),
  };
};
