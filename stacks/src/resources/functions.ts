/** Functions: a role of its own each, with the rights of its manifest and no others. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { refuseOtherRegions } from "../model/allowed-regions.ts";
import { environmentOf } from "../model/environment.ts";
import { logGroupOf, logicalName, roleNameOf } from "../model/names.ts";
import { permissionsOf } from "../model/permissions.ts";
import { reservedConcurrency } from "../model/reserved-concurrency.ts";
import { ARCHITECTURE, BUNDLING, LOG_RETENTION_DAYS, RUNTIME } from "../model/settings.ts";
import type { Site } from "../model/site.ts";
import { trustPolicy } from "../model/trust-policy.ts";

interface InlinePolicy {
  readonly name?: $util.Input<string>;
  readonly policy?: $util.Input<string>;
}

/** Creates a function with its log group and role. The role's name carries the Region: roles are global, functions are not. */
export function createFunction(service: ServiceManifest, declared: FunctionManifest, site: Site): sst.aws.Function {
  const { name, description, entry, timeoutSeconds, memoryMb, files = [] } = declared;
  const reserved = site.reserve ? reservedConcurrency(service, declared) : undefined;
  const refused = "technology" in service && site.allowedRegions ? refusalOf(site.allowedRegions) : undefined;
  const logs = new aws.cloudwatch.LogGroup(`${logicalName(name)}Logs`, {
    name: logGroupOf(name),
    retentionInDays: LOG_RETENTION_DAYS,
    kmsKeyId: site.keys.logs,
  });
  return new sst.aws.Function(`${logicalName(name)}Handler`, {
    name,
    description,
    handler: [site.folderOf(service), entry.replace(/\.ts$/, ".handler")].filter((part) => part !== "").join("/"),
    runtime: RUNTIME,
    architecture: ARCHITECTURE,
    nodejs: BUNDLING,
    copyFiles: files.map(({ from, to }) => ({ from: [site.folderOf(service), from].filter((part) => part !== "").join("/"), to })),
    timeout: `${timeoutSeconds} seconds`,
    memory: `${memoryMb} MB`,
    environment: environmentOf(declared, site),
    permissions: permissionsOf(declared, site.account, site.busName),
    logging: { logGroup: logs.name },
    transform: {
      role: (role: object) => {
        Object.assign(role, {
          name: roleNameOf(declared, site.account.region),
          // SST lets every principal of the account assume the role (in 4.17.1 its test for `sst dev` is true of every deployment).
          assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
          // SST adds a managed policy that lets the function write to every log group of the account.
          managedPolicyArns: [],
          ...(refused && { inlinePolicies: withPolicy(role, refused) }),
        });
        return undefined;
      },
      function: { tracingConfig: { mode: "Active" }, ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }) },
    },
  });
}

/** Beside the policy that SST makes of the rights: its words know no exceptions from actions. Only adapters act anywhere. */
function refusalOf(regions: readonly string[]): InlinePolicy {
  return { name: "allowed-regions", policy: JSON.stringify({ Version: "2012-10-17", Statement: [refuseOtherRegions(regions)] }) };
}

/** The policies of a role that SST is about to make, and one more. */
function withPolicy(role: object, policy: InlinePolicy): $util.Output<readonly InlinePolicy[]> {
  const { inlinePolicies = [] } = role as { readonly inlinePolicies?: $util.Input<readonly InlinePolicy[]> };
  return $util.output(inlinePolicies).apply((policies) => [...policies, policy]);
}
