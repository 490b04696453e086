/** The apps that can be deployed, with the manifests that each is made from. */
import { join } from "node:path";
import type { ServiceManifest } from "@dr/runtime";
import { DATA_CLASSES } from "../src/model/key-policy.ts";
import type { Regions } from "../src/model/regions.ts";
import { ADAPTERS_PARAMETER, ALLOWED_REGIONS_PARAMETER, KEY_ROOT, REGIONS_PARAMETER } from "../src/model/settings.ts";
import { SYNTH_ACCOUNT } from "./program/resource.ts";
import { adapters, platformServices } from "@dr/services";

/** An app: where its sst.config.ts stands, and what the environment must say. */
export interface App {
  readonly label: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly manifests: readonly ServiceManifest[];
  /** What earlier deployments have left in Parameter Store. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** False if another app has the same functions. */
  readonly startFunctions: boolean;
  /** How often each function's import is measured beside a bare one. */
  readonly measureRounds: number;
  readonly regions: Regions;
  /** Regions in which its tasks may act, as it is said or recorded; absent: any. */
  readonly allowedRegions?: readonly string[];
}

const HERE: Regions = { home: SYNTH_ACCOUNT.region };
/** Three Regions, seen from the home Region and from the other one. */
const FROM_HOME: Regions = { home: "us-east-1", replica: "us-west-2", witness: "us-east-2" };
const FROM_REPLICA: Regions = { home: "us-west-2", replica: "us-east-1", witness: "us-east-2" };

/** Somebody for every role: a user, a role that people sign in to, a provider; a client of the account and one of another. */
const CALLERS = {
  DR_PEOPLE: [
    "DRS-Admin-Role=arn:aws:iam::123456789012:saml-provider/okta",
    "DRS-Execution-Role=arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Recovery_0123456789abcdef",
    "DRSPlanManager=arn:aws:iam::123456789012:user/olga",
    "DRSOperator=arn:aws:iam::123456789012:user/otto",
    "DRS-ReadOnly-Role=arn:aws:iam::123456789012:user/audit",
  ].join(","),
  DR_CLIENTS: [
    "DR-Orchestration-Execution-Role=arn:aws:iam::123456789012:role/EnterpriseAutomationRole",
    "DR-Orchestration-ReadOnly-Role=arn:aws:iam::123456789012:role/Monitoring",
    "Enterprise-DR-Integration-Role=arn:aws:iam::999988887777:role/ServiceNowIntegration",
  ].join(","),
  DR_CLIENT_EXTERNAL_ID: "dr-synth",
  DR_CLIENT_NETWORKS: "vpce-0123456789abcdef0,203.0.113.0/24",
};

/** ARNs of keys, as a platform leaves them. */
const keysIn = (region: string, suffix = ""): Readonly<Record<string, string>> =>
  Object.fromEntries(DATA_CLASSES.map((name) => [`${KEY_ROOT}/${name}${suffix}`, `arn:aws:kms:${region}:123456789012:key/${name}`]));

/** The platform as it is deployed in other ways than the usual one. */
function variants(repository: string): readonly App[] {
  const platform = { folder: repository, manifests: platformServices, startFunctions: false, measureRounds: 0, regions: HERE };
  const apart = { DR_ADAPTERS: "apart" };
  return [
    { ...platform, label: "cognito", environment: { ...apart, ...CALLERS, AUTH_MODE: "cognito", DR_RESERVED_CONCURRENCY: "on" } },
    { ...platform, label: "adopting", environment: { ...apart, DR_ADOPT: "kept" } },
    {
      ...platform,
      label: "two-regions",
      environment: { ...apart, DR_REGIONS: "us-east-1,us-west-2,us-east-2", DR_ALLOWED_REGIONS: "us-east-1,us-west-2" },
      allowedRegions: ["us-east-1", "us-west-2"],
      regions: FROM_HOME,
    },
    {
      ...platform,
      label: "joining",
      environment: { ...apart, ...CALLERS },
      parameters: { [REGIONS_PARAMETER]: "us-west-2,us-east-1,us-east-2", ...keysIn(SYNTH_ACCOUNT.region) },
      regions: FROM_REPLICA,
    },
  ];
}

/** The root app with and without adapters and in its variants, and each adapter's own. */
export function appsOf(repository: string): readonly App[] {
  return [
    {
      label: "whole",
      folder: repository,
      environment: {
        DR_ADAPTERS: "included",
        DR_ALARM_SUBSCRIPTIONS: "ops@example.com",
        DR_SUBSCRIBER_ACCOUNTS: "444455556666",
        DR_RESERVED_CONCURRENCY: "on",
        DR_ALLOWED_REGIONS: "us-east-1, us-west-2",
        ...CALLERS,
      },
      allowedRegions: ["us-east-1", "us-west-2"],
      manifests: [...platformServices, ...adapters],
      startFunctions: true,
      measureRounds: 3,
      regions: HERE,
    },
    {
      label: "platform",
      folder: repository,
      environment: { DR_ADAPTERS: "apart" },
      manifests: platformServices,
      startFunctions: false,
      measureRounds: 0,
      regions: HERE,
    },
    ...variants(repository),
    ...adapters.map((adapter) => ({
      label: adapter.service,
      folder: join(repository, "services", adapter.service),
      environment: {},
      parameters: { [ADAPTERS_PARAMETER]: "apart", [ALLOWED_REGIONS_PARAMETER]: "us-east-1,eu-west-1", ...keysIn(SYNTH_ACCOUNT.region) },
      allowedRegions: ["us-east-1", "eu-west-1"],
      manifests: [adapter],
      startFunctions: true,
      measureRounds: 0,
      regions: HERE,
    })),
  ];
}
