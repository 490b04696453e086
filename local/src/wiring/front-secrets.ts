/** Secrets that say how the simulated systems beside AWS are reached: written when there is a new one, or when one listens elsewhere than before. */
import type { Estate, Front } from "@dr/estate";
import type { LocalLog } from "../log.ts";
import { writeSecrets } from "./named-values.ts";

/** Keeps the secrets of an estate as its fronts say. */
export interface FrontSecrets {
  /** Writes what is missing or changed. Never rejects: what could not be written is logged. */
  readonly sync: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What they are kept with. */
export interface FrontSecretsDeps {
  readonly fronts: Front;
  readonly endpoint: string;
  readonly region: string;
  readonly log: LocalLog;
}

/** As a deployment's operator would: through the API, so that the journal tells of it; a secret that is new is part of what is seeded. */
export function createFrontSecrets(estate: Estate, { fronts, endpoint, region, log }: FrontSecretsDeps): FrontSecrets {
  const write = (): Promise<void> => writeSecrets({ estate, endpoint, region, log }, fronts.secrets());
  let last: Promise<void> = Promise.resolve();
  const sync = (): Promise<void> => {
    last = last.then(write).catch((error: unknown) => log("error", `estate: secrets were not written: ${String(error)}`));
    return last;
  };
  return {
    sync,
    stop: () => last,
  };
}
