/** The technology registry as the API reads it: cached, and tolerant of one bad entry. */
import type { TechnologyEntry, TechnologyRegistry } from "@dr/domain";
import { joinEntries, parseTechnologyEntry, toTechnologyRegistry } from "@dr/domain/technologies";
import { DrError, toFailure } from "@dr/events";
import { remembered, type Clock, type Logger } from "@dr/runtime";

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
  /** `fresh`: what was deployed up to a few seconds ago is in it. Throws `registry.unavailable` only when nothing was ever read. */
  readonly read: (options?: { readonly fresh?: boolean }) => Promise<Technologies>;
}

/** What a reader is built from. */
export interface TechnologyReaderDeps {
  readonly readParameters: ReadParameters;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly logger: Pick<Logger, "warn">;
}

/** Age of an answer that is as good as a new one: however many ask for one, Parameter Store is read so often. */
const FRESH_MS = 2_000;

/** A cached reader. When Parameter Store cannot be reached the last answer counts: a recovery must not wait for it. */
export function createTechnologyReader({ readParameters, clock, ttlMs, logger }: TechnologyReaderDeps): TechnologyReader {
  const readTechnologies = async (): Promise<Technologies> => {
    const technologies = toTechnologies(await readParameters());
    for (const { parameter, reason } of technologies.unusable)
      logger.warn("an adapter's registry entry cannot be used", { parameter, reason });
    return technologies;
  };
  const recall = remembered(readTechnologies, {
    clock,
    keepMs: ttlMs,
    onFailure: (error) => {
      logger.warn("the technology registry cannot be read; an older answer is used", { error });
    },
  });
  return {
    read: ({ fresh = false } = {}) =>
      recall("", fresh ? FRESH_MS : ttlMs).catch((cause: unknown) => {
        throw new DrError("registry.unavailable", "the technology registry cannot be read", { retryable: true, cause });
      }),
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
