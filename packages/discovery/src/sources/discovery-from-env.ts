/** Discovery as a function is set up with it. */
import { awsClientConfig, type BaseEnv, type Clock, type Logger, type Sleep } from "@dr/runtime";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createCollect, type Collect } from "../collect/collect.ts";
import type { DiscoveryTarget } from "../core/inventory.ts";
import { createOpenTarget } from "./open-target.ts";
import { parseDiscoverySettings, type DiscoveryVariables } from "./settings.ts";
import { createSnapshots } from "./snapshots-client.ts";

/** What a function brings. */
export interface DiscoveryDeps {
  readonly env: BaseEnv & DiscoveryVariables & { readonly DR_ACCOUNT_ID: string; readonly DR_DISCOVERY_TABLE: string };
  readonly documents: Pick<DynamoDBDocumentClient, "send">;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly newId: () => string;
  readonly logger: Pick<Logger, "warn">;
}

/** A collector on AWS, and where it looks. Throws `env.invalid`. */
export function discoveryFromEnv(deps: DiscoveryDeps): { readonly collect: Collect; readonly targets: readonly DiscoveryTarget[] } {
  const { env, documents, newId } = deps;
  const settings = parseDiscoverySettings(env, { account: env.DR_ACCOUNT_ID, region: awsClientConfig(env, "read").region });
  const collect = createCollect({
    ...deps,
    openTarget: createOpenTarget({ env, account: env.DR_ACCOUNT_ID, settings, clock: deps.clock }),
    snapshots: createSnapshots({ documents, tableName: env.DR_DISCOVERY_TABLE, newId }),
  });
  return { collect, targets: settings.targets };
}
