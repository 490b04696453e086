/** Handlers whose module is loaded with the first request for one of them: a cold start reads only what every client asks for. */
import type { Operation } from "@dr/routes";
import { lazyPort } from "@dr/runtime";
import type { Handlers } from "../http/route.ts";

/** The handlers of these operations, which `load` gives; one that it does not give does not compile. */
export function lazyHandlers<const Each extends Operation>(
  operations: readonly Each[],
  load: () => Promise<Handlers<Each>>,
): Handlers<Each> {
  const loaded = lazyPort(load);
  return Object.fromEntries(operations.map((operation) => [operation, loaded[operation]])) as Handlers<Each>;
}
