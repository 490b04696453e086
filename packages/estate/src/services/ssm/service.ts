// The simulated Systems Manager: Parameter Store, Run Command and Automation.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import {
  getAutomationExecution,
  sendAutomationSignal,
  startAutomationExecution,
  stopAutomationExecution,
} from "./automation-operations.ts";
import { cancelCommand } from "./cancel-command.ts";
import { COMMAND_EVENTS } from "./command-events.ts";
import { getCommandInvocation, listCommandInvocations, listCommands } from "./command-reads.ts";
import { describeDocument } from "./describe-document.ts";
import { describeInstanceInformation } from "./describe-instance-information.ts";
import { SSM_AUTOMATION, SSM_CANCEL, SSM_DELIVERY, SSM_SCRIPT } from "./durations.ts";
import { getParameter, getParametersByPath, putParameter } from "./parameter-operations.ts";
import { planSsm } from "./plan.ts";
import { ssmSeed } from "./seed.ts";
import { sendCommand } from "./send-command.ts";
import { ssmView } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationException",
  unknownAction: "UnknownOperationException",
  malformed: "SerializationException",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "InternalServerError", status: 500 },
};

/** AWS Systems Manager. */
export const ssm = defineService({
  service: "ssm",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-ssm");
    return sdkProtocol(module, module.SSMClient, errors);
  },
  operations: {
    CancelCommand: cancelCommand,
    DescribeDocument: describeDocument,
    DescribeInstanceInformation: describeInstanceInformation,
    GetAutomationExecution: getAutomationExecution,
    GetCommandInvocation: getCommandInvocation,
    GetParameter: getParameter,
    GetParametersByPath: getParametersByPath,
    ListCommandInvocations: listCommandInvocations,
    ListCommands: listCommands,
    PutParameter: putParameter,
    SendAutomationSignal: sendAutomationSignal,
    SendCommand: sendCommand,
    StartAutomationExecution: startAutomationExecution,
    StopAutomationExecution: stopAutomationExecution,
  },
  seed: ssmSeed,
  planResources: planSsm,
  view: ssmView,
  quotas: {},
  durations: { delivery: SSM_DELIVERY, script: SSM_SCRIPT, cancel: SSM_CANCEL, automation: SSM_AUTOMATION },
  events: COMMAND_EVENTS,
});
