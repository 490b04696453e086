/** Which URLs may be sent to; a path of its own (`@dr/delivery/url-rules`), because it carries the reader of addresses, which most functions never need. */
import type { BaseEnv } from "@dr/runtime";
import { createAddressGuard } from "./address-guard.ts";
import type { UrlRules } from "./receiver-url.ts";

export { createAddressGuard } from "./address-guard.ts";

/** Strangers are sent to; on one machine also its own loopback. */
export function urlRulesFromEnv({ DR_ESTATE }: Pick<BaseEnv, "DR_ESTATE">): UrlRules {
  const local = DR_ESTATE === "simulated";
  return { guard: createAddressGuard(local ? { allow: ["127.0.0.1", "::1"] } : {}), allowPlainLoopback: local };
}
