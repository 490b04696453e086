/** Callbacks, as far as an execution without one needs them: what makes one is loaded with the first that is asked for. */
import type { CallbackTarget } from "@dr/delivery";
import type { ApiDeps } from "../deps.ts";

type Deps = Pick<ApiDeps, "openWebhooks" | "clock">;

/** What is kept of the callback, if one is asked for. Throws as `openCallback` of kept-callback.ts does. */
export async function openCallback(deps: Deps, executionId: string, target: CallbackTarget | undefined) {
  return target && (await import("./kept-callback.ts")).openCallback(deps, executionId, target);
}

/** What the answer says of it, if one is asked for. */
export async function presentCallback(deps: Deps, executionId: string, target: CallbackTarget | undefined) {
  return target && (await import("./kept-callback.ts")).presentCallback(deps, executionId, target);
}
