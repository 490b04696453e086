/** The Regions of an installation. */
import type { BaseEnv } from "./env.ts";

/** Regions that may lead, as they are configured (`us-east-1,us-west-2`); where none are, the Region is alone. */
export function regionsOf({ DR_REGIONS, AWS_REGION }: Pick<BaseEnv, "AWS_REGION" | "DR_REGIONS">): readonly string[] {
  const named = listIn(DR_REGIONS);
  return named.length === 0 ? [AWS_REGION] : named;
}

/** Regions in which tasks may act, as they are configured; undefined where nothing is said, and tasks may act in any. */
export function allowedRegionsOf({ DR_ALLOWED_REGIONS }: Pick<BaseEnv, "DR_ALLOWED_REGIONS">): readonly string[] | undefined {
  const named = listIn(DR_ALLOWED_REGIONS);
  return named.length === 0 ? undefined : named;
}

function listIn(text = ""): readonly string[] {
  return [...new Set(text.split(",").flatMap((each) => each.trim() || []))];
}

/**
 * The Region that a plan means where it names none: the first of those configured, whoever leads. An adapter of another Region that took over must not
 * find something of the same name in its own.
 */
export function homeRegionOf(env: Pick<BaseEnv, "AWS_REGION" | "DR_REGIONS">): string {
  return regionsOf(env)[0] ?? env.AWS_REGION;
}
