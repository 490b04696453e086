/** The technology registry as the API reads it: cached, and tolerant of one bad entry. */
import { joinEntries, parseTechnologyEntry, toTechnologyRegistry, type TechnologyEntry, type TechnologyRegistry } from "@dr/domain";
import { DrError, toFailure } from "@dr/events";
import type { Clock, Logger } from "@dr/runtime";

/** One parameter of the registry: the text that an adapter's deployment wrote. */
export interface RegistryParameter {
  readonly name: string;
  readonly value: string;
  /** Parameter Store keeps it encrypted: `value` is empty. */
  readonly secret?: true;
}

/** Reads all parameters below a path. */
export type ReadParameters = () => Promise<readonly RegistryParameter[]>;

/** What is deployed, and entries that could not be used. */
export interface Technologies {
  readonly registry: TechnologyRegistry;
  readonly entries: readonly TechnologyEntry[];
  readonly unusable: readonly { readonly parameter: string; readonly reason: string }[];
}

/** Reads the registry, at most once per `ttlMs`. */
export interface TechnologyReader {
  /** `fresh` asks again even if the cache is young. Throws `registry.unavailable` only when nothing was ever read. */
  readonly read: (options?: { readonly fresh?: boolean }) => Promise<Technologies>;
}

/** What a reader is built from. */
export interface TechnologyReaderDeps {
  readonly readParameters: ReadParameters;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly logger: Pick<Logger, "warn">;
}

/** A cached reader. When Parameter Store cannot be reached the last answer counts: a recovery must not wait for it. */
export function createTechnologyReader({ readParameters, clock, ttlMs, logger }: TechnologyReaderDeps): TechnologyReader {
  let cached: { readonly technologies: Technologies; readonly atMs: number } | undefined;
  return {
    read: async ({ fresh = false } = {}) => {
      if (cached && !fresh && clock.nowMs() - cached.atMs < ttlMs) return cached.technologies;
      try {
        const technologies = toTechnologies(await readParameters());
        for (const { parameter, reason } of technologies.unusable)
          logger.warn("an adapter's registry entry cannot be used", { parameter, reason });
        cached = { technologies, atMs: clock.nowMs() };
        return technologies;
      } catch (error) {
        if (!cached) throw new DrError("registry.unavailable", "the technology registry cannot be read", { retryable: true, cause: error });
        logger.warn("the technology registry cannot be read; an older answer is used", { error });
        return cached.technologies;
      }
    },
  };
}

function toTechnologies(parameters: readonly RegistryParameter[]): Technologies {
  const entries: TechnologyEntry[] = [];
  const unusable: { parameter: string; reason: string }[] = [];
  for (const { name, value } of parameters) {
    try {
      entries.push(parseTechnologyEntry(JSON.parse(value)));
    } catch (error) {
      unusable.push({ parameter: name, reason: toFailure(error).message });
    }
  }
  return { registry: toTechnologyRegistry(entries), entries: joinEntries(entries), unusable };
}
