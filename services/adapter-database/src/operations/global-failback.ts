/** `database.global_failback`. */
import { globalSwitchover } from "../global/change.ts";
import { aurora } from "../global/engines.ts";

/** Moves the primary of Aurora global databases back once the former primary is connected again. */
export const globalFailback = globalSwitchover(
  aurora,
  "Moves the primary of Aurora global databases back once the former primary is connected again",
);
