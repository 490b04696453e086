// An estate for one test: in memory, on a clock that the test moves, reached by real SDK clients without sockets.
import { createEstate, type Estate } from "../estate.ts";
import type { EstateOptions } from "../estate-options.ts";
import { createEstateHandler, type EstateHandler } from "./estate-handler.ts";
import { createHandClock, type HandClock } from "./hand-clock.ts";

/** What an SDK client needs to reach the estate; spread it into the client's own configuration. */
export type SdkConfig = {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: EstateHandler;
};

/** One estate, its clock, and configurations for clients of any Region. */
export type TestEstate = { readonly estate: Estate; readonly clock: HandClock; sdkConfig(region?: string): SdkConfig };

/** An estate at speed 1 with seed `test`; `options` override. Request rates are not enforced unless `rateLimits` is on. */
export const createTestEstate = (options: Partial<EstateOptions> = {}): TestEstate => {
  const clock = createHandClock();
  const estate = createEstate({ memory: true, clock: clock.now, seed: "test", rateLimits: false, ...options });
  const requestHandler = createEstateHandler(estate);
  return {
    estate,
    clock,
    sdkConfig: (region = "us-east-1") => ({
      region,
      endpoint: "http://estate.invalid",
      credentials: { accessKeyId: "AKIASIMULATED", secretAccessKey: "not-checked" },
      requestHandler,
    }),
  };
};
