/** The collector on AWS; a file of its own, loaded when somebody looks for the first time. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { BaseEnv, Clock, Logger, Sleep } from "@dr/runtime";
import { createCollect, type Collect } from "../collect/collect.ts";
import { createOpenTarget } from "./open-target.ts";
import type { DiscoverySettings, DiscoveryVariables } from "./settings.ts";
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

/** Looks where the settings say, and keeps what it saw in the table of discovery. */
export function createAwsCollect(deps: DiscoveryDeps, settings: DiscoverySettings): Collect {
  const { env, documents, newId } = deps;
  return createCollect({
    ...deps,
    openTarget: createOpenTarget({ env, account: env.DR_ACCOUNT_ID, settings, clock: deps.clock }),
    snapshots: createSnapshots({ documents, tableName: env.DR_DISCOVERY_TABLE, newId }),
  });
}
