/** `application.invoke_lambda` and `application.invoke_lambda_async`: call recovery functions by the contract, once. */
import type { InverseContext, Operation, Preparation, TaskContext } from "@dr/adapter-kit";
import type { AppClients } from "../app-client.ts";
import { classifyLambdaError } from "../function/classify.ts";
import { functionEffect, type FunctionHandle, type FunctionPre } from "../function/function-effect.ts";
import { asyncSettings, functionResources, functionSettings, type FunctionResources, type FunctionSettings } from "../function/settings.ts";

type Context = TaskContext<AppClients, FunctionResources, FunctionSettings>;
type Inverse = InverseContext<AppClients, FunctionResources, FunctionSettings, FunctionPre, FunctionHandle>;
type FunctionOperation = Operation<AppClients, FunctionResources, FunctionSettings, FunctionPre, FunctionHandle>;

function operation(isAsync: boolean): FunctionOperation {
  return {
    description: isAsync
      ? "Hands events to recovery functions and waits for the completion that they tell"
      : "Calls recovery functions and goes by what they answer",
    reversibility: "compensable",
    failback: { by: isAsync ? "invoke_lambda_async" : "invoke_lambda" },
    drill: { kind: "skipped", unless: ({ drillSafe }) => drillSafe },
    defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60 },
    pollSeconds: 5,
    settleSeconds: () => 30,
    resources: functionResources,
    config: isAsync ? asyncSettings : functionSettings,
    listTargets: ({ resources }) => [...new Set(resources.functions)],
    howToCheck: (name) => `aws lambda invoke --function-name ${name} with the action "status"`,
    classify: classifyLambdaError,
    ...functionEffect<Context>({ action: "run", isAsync }),
    rollback: functionEffect<Inverse>({ action: "undo", isAsync, refuse: refuseWithoutUndo }),
  };
}

function refuseWithoutUndo({ config }: Inverse): Preparation<FunctionPre> | undefined {
  if (config.undo) return undefined;
  const message = "the function is not declared to know undo";
  return { state: "failed", failure: { code: "application.no_way_back", message, retryable: false } };
}

/** Calls functions and takes their answer. */
export const invokeLambda = operation(false);
/** Hands events to functions; done is what they tell later. */
export const invokeLambdaAsync = operation(true);
