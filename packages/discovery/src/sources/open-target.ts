/** The lists of an account and Region on AWS: its own account as it is, others by a role in them. */
import { DrError } from "@dr/events";
import { awsClientConfig, type BaseEnv, type Clock } from "@dr/runtime";
import type { OpenTarget } from "../collect/page-source.ts";
import type { DiscoverySettings } from "./settings.ts";
import type { SourceConfig, SourceCredentials } from "./source-config.ts";

/** What opening targets needs. */
export interface OpenTargetDeps {
  readonly env: BaseEnv;
  readonly account: string;
  readonly settings: Pick<DiscoverySettings, "roles">;
  readonly clock: Pick<Clock, "nowMs">;
}

/** Credentials are asked for anew before their last five minutes. */
const EARLY_MS = 5 * 60_000;

/** Opens targets. The clients are loaded when they are first needed: most functions that may discover never do. */
export function createOpenTarget({ env, account: own, settings, clock }: OpenTargetDeps): OpenTarget {
  const borrowed = new Map<string, SourceCredentials>();
  const credentialsOf = (account: string) => async (): Promise<SourceCredentials> => {
    const known = borrowed.get(account);
    if (known && (known.expiration?.getTime() ?? 0) - EARLY_MS > clock.nowMs()) return known;
    const role = settings.roles[account];
    if (role === undefined) throw new DrError("discovery.no_role", `DR_DISCOVERY_ACCOUNTS names no role in account ${account}`);
    const { assumeRole } = await import("./sts-client.ts");
    const fresh = await assumeRole(awsClientConfig(env, "read"), role);
    borrowed.set(account, fresh);
    return fresh;
  };
  return async (target) => {
    const isOwn = target.account === own;
    if (!isOwn) await credentialsOf(target.account)();
    const config: SourceConfig = {
      ...awsClientConfig(env, "read"),
      region: target.region,
      ...(isOwn ? {} : { credentials: credentialsOf(target.account) }),
    };
    const [tagging, ec2, rds, drs] = await Promise.all([
      import("./tagging-client.ts"),
      import("./ec2-client.ts"),
      import("./rds-client.ts"),
      import("./drs-client.ts"),
    ]);
    return [tagging.taggedResources(config), ec2.instances(config, target), ...rds.databases(config, target), drs.sourceServers(config)];
  };
}
