/** The technology registry from Parameter Store; a file of its own, loaded with the first request that asks which technologies there are. */
import { systemClock, type BaseEnv, type Logger } from "@dr/runtime";
import { createParameterReader } from "./parameter-reader.ts";
import { createTechnologyReader, type TechnologyReader } from "./technology-reader.ts";

/** Adapters are deployed by the hour, not by the second; an unknown name asks again at once. */
const REGISTRY_TTL_MS = 60_000;

/** A reader on AWS. */
export function technologiesFromEnv(env: BaseEnv, logger: Pick<Logger, "warn">): TechnologyReader {
  return createTechnologyReader({ readParameters: createParameterReader(env), clock: systemClock, ttlMs: REGISTRY_TTL_MS, logger });
}
