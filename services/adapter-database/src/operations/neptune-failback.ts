/** `database.neptune_failback`. */
import { globalSwitchover } from "../global/change.ts";
import { neptune } from "../global/engines.ts";

/** Moves the primary of Neptune global databases back once the former primary is connected again. */
export const neptuneFailback = globalSwitchover(
  neptune,
  "Moves the primary of Neptune global databases back once the former primary is connected again",
);
