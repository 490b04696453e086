/** The simulated estate that the adapters act on, with the adapter registry in its Parameter Store. */
import { toRegistryParameters } from "@dr/adapter-kit";
import { createEstate, createEstateServer } from "@dr/estate";
import { adapters } from "@dr/services";

/** The running estate. */
export interface CountedEstate {
  readonly url: string;
  /** Creates what a plan names. */
  readonly provision: (plan: unknown) => void;
  readonly stop: () => Promise<void>;
}

/** How an estate is started. */
export interface EstateStart {
  readonly seed: string;
  /** Whether AWS's request rates are enforced, as they are there. */
  readonly rateLimits: boolean;
  /** Hears of each request. */
  readonly onCall: () => void;
}

/** Starts an estate that keeps nothing. */
export async function startEstate({ seed, rateLimits, onCall }: EstateStart): Promise<CountedEstate> {
  const estate = createEstate({ memory: true, clock: () => Date.now(), seed, rateLimits, accountId: "000000000000" });
  const parameters = adapters.flatMap((adapter) => toRegistryParameters(adapter));
  estate.seed({ ssm: { parameters } });
  const server = await createEstateServer({
    handle: (request) => {
      onCall();
      return estate.handle(request);
    },
  });
  return {
    url: server.url,
    provision: (plan) => void estate.provisionForPlan(plan),
    stop: async () => {
      await server.close();
      estate.close();
    },
  };
}
