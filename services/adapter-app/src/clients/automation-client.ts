/** Automation of Systems Manager behind a narrow port. */
import {
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** What is started. The same token starts it once. */
export interface AutomationRequest {
  readonly document: string;
  readonly documentVersion?: string | undefined;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** A UUID. */
  readonly token: string;
}

/** A run as Automation tells it. `status` is its own word; new words appear. */
export interface AutomationFacts {
  readonly status: string;
  readonly documentVersion: string;
  readonly outputNames: readonly string[];
  readonly currentStep: string | undefined;
}

/** Automation in one Region. */
export interface AutomationPort {
  readonly start: (request: AutomationRequest) => Promise<string>;
  readonly run: (executionId: string) => Promise<AutomationFacts>;
  readonly stop: (executionId: string) => Promise<void>;
}

/** The port on a pair of clients. */
export function createAutomationPort(env: FunctionEnv, region: string | undefined): AutomationPort {
  const { read, mutate } = createClientPair(env, (config) => new SSMClient(config), region);
  return {
    start: async ({ document, documentVersion, parameters, token }) => {
      const { AutomationExecutionId } = await mutate.send(
        new StartAutomationExecutionCommand({
          DocumentName: document,
          ...(documentVersion === undefined ? {} : { DocumentVersion: documentVersion }),
          Parameters: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]])),
          ClientToken: token,
        }),
      );
      if (AutomationExecutionId === undefined) throw new Error(`Automation accepted ${document} and told no id`);
      return AutomationExecutionId;
    },
    run: async (AutomationExecutionId) => {
      const { AutomationExecution: found } = await read.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      return {
        status: found?.AutomationExecutionStatus ?? "",
        documentVersion: found?.DocumentVersion ?? "",
        outputNames: Object.keys(found?.Outputs ?? {}),
        currentStep: found?.CurrentStepName,
      };
    },
    stop: async (AutomationExecutionId) => {
      await mutate.send(new StopAutomationExecutionCommand({ AutomationExecutionId, Type: "Cancel" }));
    },
  };
}
