/** What the routes of callbacks need: the secrets that others sign with, and a way to tell the service that looks after it. */
import type { LaneMessage } from "@dr/delivery";

/** Callbacks as the API sees them. */
export interface Callbacks {
  /** The member `signingSecret` of a system's own secret. Rejects while there is none. */
  readonly readSigningSecret: (system: "slack-callback" | "servicenow-callback") => Promise<string>;
  readonly tell: (message: LaneMessage) => Promise<void>;
}
