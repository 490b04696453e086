// What speaks for a simulated system that is not reached like AWS: a listener of its own, with TLS.
import type { EstateAnswer, EstateRequest } from "../http-message.ts";
import type { WorldView } from "../world/world.ts";
import type { Authority } from "./authority.ts";

/** What a front works with. */
export type FrontContext = {
  /** The estate: what the front reads is handed on as a request, and answered with faults and journal like any other. */
  readonly handle: (request: EstateRequest) => Promise<EstateAnswer>;
  readonly view: () => WorldView;
  readonly authority: Authority;
};

/** A secret as the platform's Secrets Manager has to hold it. */
export type FrontSecret = { readonly name: string; readonly value: string };

/** A listening front. */
export type Front = {
  /** How everything that stands behind it is reached: address, user, password, authority. */
  readonly secrets: () => readonly FrontSecret[];
  readonly close: () => Promise<void>;
};
