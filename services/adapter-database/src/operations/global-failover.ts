/** `database.global_failover`. */
import { globalFailover as make } from "../global/change.ts";
import { aurora } from "../global/engines.ts";

/** Makes a named secondary the primary of Aurora global databases whose primary is lost; gives up what had not arrived. */
export const globalFailover = make(
  aurora,
  "Makes a named secondary the primary of Aurora global databases whose primary is lost; gives up what had not arrived",
);
