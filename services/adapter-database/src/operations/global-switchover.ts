/** `database.global_switchover`. */
import { globalSwitchover as make } from "../global/change.ts";
import { aurora } from "../global/engines.ts";

/** Makes a named secondary the primary of Aurora global databases, without loss of data; needs both Regions. */
export const globalSwitchover = make(
  aurora,
  "Makes a named secondary the primary of Aurora global databases, without loss of data; needs both Regions",
);
