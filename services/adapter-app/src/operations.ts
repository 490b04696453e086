/** Every operation of the application adapter, as the adapter runs them and the manifest lists them. */
import { healthCheck } from "./operations/health-check.ts";
import { invokeLambda, invokeLambdaAsync } from "./operations/invoke-lambda.ts";
import { runAutomation } from "./operations/run-automation.ts";
import { runScript } from "./operations/run-script.ts";
import { runCommand } from "./operations/run-command.ts";

import { startApplication, stopApplication } from "./operations/start-stop.ts";
import { waitOnline } from "./operations/wait-online.ts";

/** Operations by the name that plans use. */
export const operations = {
  run_command: runCommand,
  run_script: runScript,
  run_automation: runAutomation,
  invoke_lambda: invokeLambda,
  invoke_lambda_async: invokeLambdaAsync,
  start_application: startApplication,
  stop_application: stopApplication,
  wait_online: waitOnline,
  health_check: healthCheck,
};
