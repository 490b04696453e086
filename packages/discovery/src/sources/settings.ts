/** Where discovery looks: accounts and Regions, as an installation sets them. */
import { DrError } from "@dr/events";
import type { DiscoveryTarget } from "../core/inventory.ts";

/** A role in another account. */
export interface DiscoveryRole {
  readonly arn: string;
  readonly externalId?: string;
}

/** Targets, and the role by which each foreign account is entered. */
export interface DiscoverySettings {
  readonly targets: readonly DiscoveryTarget[];
  readonly roles: Readonly<Record<string, DiscoveryRole>>;
}

/** The variables as they are set; an empty one says nothing. */
export interface DiscoveryVariables {
  /** Comma-separated; default: the function's own Region. */
  readonly DR_DISCOVERY_REGIONS?: string | undefined;
  /** Comma-separated role ARNs of other accounts, each with `#externalId` behind it if it has one. */
  readonly DR_DISCOVERY_ACCOUNTS?: string | undefined;
}

const ROLE = /^(?<arn>arn:aws[\w-]*:iam::(?<account>\d{12}):role\/[\w+=,.@/-]+?)(?:#(?<externalId>[\w+=,.@:/-]{2,1224}))?$/;

/** Reads the settings. The own account and Region are always among the targets. Throws `env.invalid`. */
export function parseDiscoverySettings(variables: DiscoveryVariables, own: DiscoveryTarget): DiscoverySettings {
  const regions = [...new Set([own.region, ...listed(variables.DR_DISCOVERY_REGIONS)])];
  const bad = regions.find((region) => !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region));
  if (bad !== undefined) throw new DrError("env.invalid", "DR_DISCOVERY_REGIONS: expected Regions such as us-east-1,us-west-2");
  const roles: Record<string, DiscoveryRole> = {};
  for (const written of listed(variables.DR_DISCOVERY_ACCOUNTS)) {
    const parts = ROLE.exec(written)?.groups;
    if (!parts?.["arn"] || !parts["account"])
      throw new DrError("env.invalid", "DR_DISCOVERY_ACCOUNTS: expected role ARNs, each with #externalId if it has one");
    roles[parts["account"]] = { arn: parts["arn"], ...(parts["externalId"] === undefined ? {} : { externalId: parts["externalId"] }) };
  }
  const accounts = [...new Set([own.account, ...Object.keys(roles)])];
  return { targets: accounts.flatMap((account) => regions.map((region) => ({ account, region }))), roles };
}

function listed(text = ""): readonly string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
