/** `application.run_automation`: starts Automation documents, each once by its token. */
import { classifyAwsError, type Effect, type InverseContext, type Operation, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import { automationEffect, type AutomationHandle, type AutomationPre } from "../automation/automation-effect.ts";
import type { AppClients } from "../app-client.ts";
import { listsOf, procedure } from "../run-command/settings.ts";
import { regionSetting } from "../targets.ts";

const resources = lazyStrictObject(() => ({
  documents: z.array(resourceName("ssm-document")).min(1).max(25).describe("Automation documents, by name or ARN"),
}));
const config = lazyStrictObject(() => ({
  documentVersion: procedure().documentVersion,
  parameters: procedure().parameters,
  exitedIsSuccess: z.boolean().default(false).describe("A run that ends as Exited has done what it should"),
  drillSafe: z.boolean().default(false).describe("It may be run in a drill, too"),
  rerunnable: z.boolean().default(false).describe("What failed may be run again"),
  undo: z.strictObject(procedure()).optional().describe("The document that takes it back, for rollback"),
  region: regionSetting(),
}));
type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, Resources, Config>;
type Inverse = InverseContext<AppClients, Resources, Config, AutomationPre, AutomationHandle>;

const common = ({ config: { rerunnable, exitedIsSuccess, undo } }: Context) => ({
  rerunnable,
  exitedIsSuccess,
  reversible: undo !== undefined,
});
const forward: Effect<Context, AutomationPre, AutomationHandle> = automationEffect((context, document) => ({
  ...common(context),
  document,
  documentVersion: context.config.documentVersion,
  parameters: listsOf(context.config.parameters),
}));
const back: Effect<Inverse, AutomationPre, AutomationHandle> = automationEffect((context) => {
  const { ssmDocument, documentVersion, parameters } = context.config.undo ?? {};
  return ssmDocument === undefined
    ? undefined
    : { ...common(context), document: ssmDocument, documentVersion, parameters: listsOf(parameters) };
});

/** Starts Automation documents. */
export const runAutomation: Operation<AppClients, Resources, Config, AutomationPre, AutomationHandle> = {
  description: "Runs Automation documents of Systems Manager and waits until they have ended",
  reversibility: "compensable",
  failback: { by: "run_automation" },
  drill: { kind: "skipped", unless: ({ drillSafe }) => drillSafe },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: () => 5,
  resources,
  config,
  listTargets: (input) => [...new Set(input.resources.documents)],
  howToCheck: (document) => `aws ssm describe-automation-executions --filters Key=DocumentNamePrefix,Values=${document}`,
  // Too many runs at a time is no lasting refusal.
  classify: (error) => classifyAwsError(error, { AutomationExecutionLimitExceededException: "THROTTLED" }),
  ...forward,
  rollback: back,
};
