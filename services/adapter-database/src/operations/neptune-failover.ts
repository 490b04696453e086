/** `database.neptune_failover`. */
import { globalFailover } from "../global/change.ts";
import { neptune } from "../global/engines.ts";

/** Makes a named secondary the primary of Neptune global databases whose primary is lost; gives up what had not arrived. */
export const neptuneFailover = globalFailover(
  neptune,
  "Makes a named secondary the primary of Neptune global databases whose primary is lost; gives up what had not arrived",
);
