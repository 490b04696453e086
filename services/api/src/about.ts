/** Where this deployment is and what it is part of. */
import { allowedRegionsOf, regionsOf, type BaseEnv, type NamedEnv } from "@dr/runtime";
import type { ApiDeps } from "./deps.ts";

/** What the environment of the function says of it. */
export function aboutFromEnv(env: BaseEnv & Pick<NamedEnv, "DR_ACCOUNT_ID">): ApiDeps["about"] {
  const { DR_ACCOUNT_ID: account, AWS_REGION: region, DR_STAGE: stage, DR_ESTATE: estate } = env;
  const ofMachine = { providesNames: env.DR_NAMES_PROVIDED === "true", timeScale: env.DR_TIME_SCALE };
  return { account, region, stage, estate, ...ofMachine, regions: regionsOf(env), allowedRegions: allowedRegionsOf(env) };
}
