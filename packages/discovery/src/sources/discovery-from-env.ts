/** Discovery as a function is set up with it. */
import { awsClientConfig, lazyPort } from "@dr/runtime";
import type { Collect } from "../collect/collect.ts";
import type { DiscoveryDeps } from "./aws-collect.ts";
import type { DiscoveryTarget } from "../core/inventory.ts";
import { parseDiscoverySettings } from "./settings.ts";

/** A collector on AWS, loaded when it looks for the first time, and where it looks. Throws `env.invalid`. */
export function discoveryFromEnv(deps: DiscoveryDeps): { readonly collect: Collect; readonly targets: readonly DiscoveryTarget[] } {
  const { env } = deps;
  const settings = parseDiscoverySettings(env, { account: env.DR_ACCOUNT_ID, region: awsClientConfig(env, "read").region });
  const { collect } = lazyPort(async () => {
    const { createAwsCollect } = await import("./aws-collect.ts");
    return { collect: createAwsCollect(deps, settings) };
  });
  return { collect, targets: settings.targets };
}
