/** In which Regions the tasks of an installation may act: the platform's deployer says it, everybody else reads the record. */
import { parseAllowedRegions } from "@dr/runtime/aws-regions";
import type { Regions } from "./regions.ts";

/** The word that lifts the limit; leaving the variable out keeps what was said before. */
const ANY = "any";

/** What is known when an app is deployed. */
export interface AllowedRegionsAsked {
  /** `DR_ALLOWED_REGIONS`, as this deployment says it. */
  readonly asked: string | undefined;
  /** What the platform's last deployment in the home Region recorded. */
  readonly recorded: string | undefined;
  readonly regions: Regions;
  /** False for the app that decides: the platform's, in the home Region. */
  readonly follows: boolean;
}

/**
 * The Regions in which tasks may act; undefined: any. What is said counts, else the record: forgetting the variable must not lift a limit. Throws for a name that is no Region, for a list
 * without the installation's own Regions, and where an app that follows says something else than was recorded.
 */
export function chooseAllowedRegions({ asked, recorded, regions, follows }: AllowedRegionsAsked): readonly string[] | undefined {
  const before = parse(recorded, regions);
  if (asked === undefined || asked === "") return before;
  const now = parse(asked, regions);
  if (follows && recordOfAllowed(now) !== recordOfAllowed(before))
    throw new Error(
      `DR_ALLOWED_REGIONS is "${asked}", and the platform was deployed with "${recordOfAllowed(before)}": deploy the platform in ${regions.home} first, and leave the variable out here`,
    );
  return now;
}

/** As it is recorded. */
export function recordOfAllowed(allowed: readonly string[] | undefined): string {
  return allowed === undefined ? ANY : allowed.join(",");
}

function parse(text: string | undefined, { home, replica }: Regions): readonly string[] | undefined {
  if (text === undefined || text === ANY) return undefined;
  return parseAllowedRegions("DR_ALLOWED_REGIONS", text, replica === undefined ? [home] : [home, replica]);
}

/** Actions of adapters that are not asked in the Region where they take effect: `aws:RequestedRegion` says nothing of them. */
export const GLOBAL_ACTIONS: readonly { readonly actions: readonly string[]; readonly why: string }[] = [
  {
    actions: ["iam:PassRole"],
    why: "IAM is one for all Regions, and is asked in us-east-1; the call that the role is passed to is held to its Region",
  },
  {
    actions: [
      "route53:ListResourceRecordSets",
      "route53:GetChange",
      "route53:ChangeResourceRecordSets",
      "route53:GetHealthCheck",
      "route53:GetHealthCheckStatus",
      "route53:UpdateHealthCheck",
    ],
    why: "Route 53 is one for all Regions, and is asked in us-east-1",
  },
  {
    actions: [
      "cloudfront:GetDistribution",
      "cloudfront:GetDistributionConfig",
      "cloudfront:GetInvalidation",
      "cloudfront:ListInvalidations",
      "cloudfront:UpdateDistribution",
      "cloudfront:CreateInvalidation",
    ],
    why: "CloudFront is one for all Regions, and is asked in us-east-1",
  },
  {
    actions: ["route53-recovery-cluster:GetRoutingControlState", "route53-recovery-cluster:UpdateRoutingControlStates"],
    why: "A cluster of routing controls answers in five Regions that AWS chose, and any of them has to do",
  },
  {
    actions: ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"],
    why: "Routes of Multi-Region Access Points are asked for in five Regions that AWS chose",
  },
  {
    actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
    why: "A role is taken where the function is; it acts with the rights of that role, which has a limit of its own",
  },
];

/** One statement that takes from a role everything outside these Regions, in IAM's words; `regions` may be a reference of CloudFormation's. */
export function refuseOtherRegions(regions: unknown): {
  readonly Effect: "Deny";
  readonly NotAction: readonly string[];
  readonly Resource: "*";
  readonly Condition: { readonly StringNotEquals: { readonly "aws:RequestedRegion": unknown } };
} {
  return {
    Effect: "Deny",
    NotAction: GLOBAL_ACTIONS.flatMap(({ actions }) => actions),
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": regions } },
  };
}
