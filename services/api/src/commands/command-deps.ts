/** What every handler of commands is built from. */
import type { CommandHandlerDeps } from "@dr/event-log";
import type { AppDeps } from "../app-deps.ts";

/** The part that is the same for all streams. */
export function commandDeps({
  log,
  clock,
  jitter,
  logger,
  newId,
  sleep,
}: AppDeps): Pick<CommandHandlerDeps<unknown, unknown>, "log" | "clock" | "jitter" | "logger" | "newCommitId" | "sleep"> {
  return { log, clock, jitter, logger, newCommitId: newId, ...(sleep === undefined ? {} : { sleep }) };
}
