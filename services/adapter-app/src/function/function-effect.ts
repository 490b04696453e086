/** A function that is called once: its answer, its later word, or its marker says how it ended. */
import {
  block,
  toPreparation,
  wait,
  type Discovery,
  type Effect,
  type PollAnswer,
  type Preparation,
  type TaskContext,
} from "@dr/adapter-kit";
import type { Failure } from "@dr/events";
import type { AppClients } from "../app-client.ts";
import type { FunctionFacts, LambdaPort } from "../clients/lambda-client.ts";
import { understand, understandMarker, type ContractAnswer, type FunctionEvent, type Understood } from "./contract.ts";
import { functionRegion, type FunctionResources, type FunctionSettings } from "./settings.ts";

/** The state before: the id under which the function does it once, whichever attempt asks. */
export interface FunctionPre {
  readonly operationId: string;
  readonly deadline: string;
}

/** What the call itself said; nothing where only its acceptance is known. */
export interface FunctionHandle {
  readonly said: Understood | null;
}

type Context = TaskContext<AppClients, FunctionResources, FunctionSettings>;

/** How it is called: synchronously, or as an event whose end is told later. */
export interface FunctionParts<C extends Context> {
  readonly action: "run" | "undo";
  readonly isAsync: boolean;
  readonly refuse?: (context: C) => Preparation<FunctionPre> | undefined;
}

/** The effect. */
export function functionEffect<C extends Context>({ action, isAsync, refuse }: FunctionParts<C>): Effect<C, FunctionPre, FunctionHandle> {
  return {
    prepare: async (context, name) => {
      const refused = refuse?.(context);
      if (refused) return refused;
      const facts = await lambdaOf(context, name).describe(name);
      const pre = { operationId: context.resourceOperationId, deadline: context.deadlineAt };
      const prepared = toPreparation(functionFindings(name, facts), pre);
      return prepared.state === "ready" ? { ...prepared, wouldDo: { wouldCall: name } } : prepared;
    },
    act: async (context, name, pre) => {
      const event = eventOf(context, pre, action);
      if (!isAsync) return { said: understand(name, await lambdaOf(context, name).invoke(name, event)) };
      const statusCode = await lambdaOf(context, name).send(name, event);
      // 202 only says that the event was taken: nothing has happened yet.
      if (statusCode !== 202) throw new Error(`${name} answered an event with status ${statusCode}, expected 202`);
      return { said: null };
    },
    poll: async (context, name, pre, { said }) => {
      if (isFinal(said)) return toPoll(context, name, said);
      const word = await laterWord(context, name, pre);
      // That it could not be asked says nothing about the operation.
      if (word && "failure" in word) return { state: "in_progress", message: word.failure.message, percent: 30 };
      return toPoll(context, name, word);
    },
    discover: async (context, name, pre) => toDiscovery(context, name, await laterWord(context, name, pre)),
  };
}

function lambdaOf({ clients, config }: Context, name: string): LambdaPort {
  return clients.lambda(functionRegion(name, config.region));
}

function functionFindings(name: string, { state }: FunctionFacts) {
  if (state === "Active" || state === "Inactive") return [];
  if (state === "Failed") return [block("application.function_broken", `${name} is ${state}`, { state })];
  return [wait("application.function_not_ready", `${name} is ${state}, not Active`, { state })];
}

function eventOf(context: Context, { operationId, deadline }: FunctionPre, action: FunctionEvent["action"]): FunctionEvent {
  const { executionId, executionType, mode, attempt, config } = context;
  return { schemaVersion: 1, operationId, executionId, action, executionType, mode, attempt, deadline, config: config.payload };
}

function isFinal(said: Understood | null): said is Understood {
  return said !== null && ("failure" in said || said.answer.status !== "in_progress");
}

/** What is known of the operation now; undefined while nothing is. */
async function laterWord(context: Context, name: string, pre: FunctionPre): Promise<Understood | undefined> {
  const { completionParameter, region } = context.config;
  if (completionParameter === undefined) return understand(name, await lambdaOf(context, name).ask(name, eventOf(context, pre, "status")));
  const found = await context.clients.parameters(functionRegion(name, region)).get(completionParameter);
  const answer = found && understandMarker(found.value, pre.operationId);
  return answer && { answer };
}

function toPoll({ config, ...context }: Context, name: string, word: Understood | undefined): PollAnswer {
  if (word === undefined) return { state: "in_progress", message: `${name}: no completion yet`, percent: 30 };
  if ("failure" in word) return { state: "failed", failure: { ...word.failure, retryable: config.rerunnable }, changed: true };
  const { status, message = "", metrics } = word.answer;
  const said = message === "" ? `${name}: ${status}` : `${name}: ${status}, ${message}`;
  if (status === "in_progress" || status === "unknown") return { state: "in_progress", message: said, percent: 50 };
  const evidence = {
    before: {},
    after: { status, ...(metrics === undefined ? {} : { metrics }) },
    externalIds: { operationId: context.resourceOperationId },
    reversible: config.undo,
  };
  if (status === "succeeded") return { state: "completed", evidence };
  return { state: "failed", failure: ownFailure(word.answer, said, config.rerunnable), evidence, changed: true };
}

function ownFailure({ retryable }: ContractAnswer, message: string, rerunnable: boolean): Failure {
  return { code: "application.function_failed", message, retryable: retryable ?? rerunnable };
}

/** After a lost answer: the function itself knows whether it heard of the operation. A missing marker tells nothing. */
function toDiscovery({ config }: Context, name: string, word: Understood | undefined): Discovery<FunctionHandle> {
  if (word === undefined) {
    return config.rerunnable ? { state: "not_started" } : { state: "unclear", message: `${name} has written no completion yet` };
  }
  if ("failure" in word) return { state: "unclear", message: word.failure.message };
  return word.answer.status === "unknown" ? { state: "not_started" } : { state: "found", handle: { said: null } };
}
