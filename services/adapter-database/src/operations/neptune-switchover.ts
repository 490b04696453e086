/** `database.neptune_switchover`. */
import { globalSwitchover } from "../global/change.ts";
import { neptune } from "../global/engines.ts";

/** Makes a named secondary the primary of Neptune global databases, without loss of data; needs both Regions. */
export const neptuneSwitchover = globalSwitchover(
  neptune,
  "Makes a named secondary the primary of Neptune global databases, without loss of data; needs both Regions",
);
