/** Every operation of the application adapter, as the adapter runs them and the manifest lists them. */
import { runCommand } from "./operations/run-command.ts";

/** Operations by the name that plans use. */
export const operations = {
  run_command: runCommand,
};
