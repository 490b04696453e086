/** Commands on nodes of Systems Manager, and functions, that speak for databases outside AWS; the only file that knows their SDKs. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCommandInvocationCommand, paginateListCommands, SendCommandCommand, SSMClient } from "@aws-sdk/client-ssm";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import { parseJson, type FunctionEnv } from "@dr/runtime";

/** A command on a node. */
export interface NodeCommand {
  readonly node: string;
  readonly document: string;
  readonly command: string;
  readonly comment: string;
}

/** A command that was sent, as Run Command tells it. */
export interface SentCommand {
  readonly id: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

/** What became of a command on its node. `ended` is undefined while it runs, and while its status is a word that nobody knows. */
export interface CommandAnswer {
  readonly ended: "failed" | "succeeded" | undefined;
  readonly status: string;
  readonly exitCode: number;
  readonly stdout: string;
}

/** Both ways in one Region. Questions only look, by contract; `tell…` acts and is sent once. */
export interface OnPremisesPort {
  /** Commands on the node with this comment, sent after a time (ISO 8601), newest first. */
  readonly sentTo: (node: string, comment: string, after: string) => Promise<readonly SentCommand[]>;
  readonly answerOf: (id: string, node: string) => Promise<CommandAnswer>;
  /** Sends a command that only looks; gives its id. A question may be asked twice. */
  readonly askNode: (command: NodeCommand) => Promise<string>;
  /** Id of the command; what comes of it is seen in the database. */
  readonly tellNode: (command: NodeCommand) => Promise<string>;
  /** The function's answer. Throws `database.function_failed`. */
  readonly askFunction: (name: string, payload: object) => Promise<unknown>;
  readonly tellFunction: (name: string, payload: object) => Promise<unknown>;
}

/** Words of GetCommandInvocation after which nothing comes any more (SSM API reference). */
const ENDED: Readonly<Record<string, "failed" | "succeeded">> = {
  Success: "succeeded",
  Failed: "failed",
  TimedOut: "failed",
  Cancelled: "failed",
};
/** More commands of one comment than a look can need are not read. */
const MAX_SENT = 50;

/** The port. */
export function createOnPremisesPort(env: FunctionEnv, region: string | undefined): OnPremisesPort {
  const ssm = createClientPair(env, (config) => new SSMClient(config), region);
  const lambda = createClientPair(env, (config) => new LambdaClient(config), region);
  return {
    sentTo: async (InstanceId, comment, after) => {
      // Run Command filters by node and time, never by comment; it takes whole seconds.
      const Filters = [{ key: "InvokedAfter" as const, value: `${after.slice(0, 19)}Z` }];
      const commands = await collectPages(paginateListCommands({ client: ssm.read }, { InstanceId, Filters }), (page) => page.Commands);
      return commands
        .filter(({ Comment, CommandId }) => Comment === comment && CommandId !== undefined)
        .map(({ CommandId = "", RequestedDateTime }) => ({ id: CommandId, sentAt: RequestedDateTime?.toISOString() ?? "" }))
        .toSorted((a, b) => b.sentAt.localeCompare(a.sentAt))
        .slice(0, MAX_SENT);
    },
    answerOf: (id, node) => invocation(ssm.read, id, node),
    askNode: (command) => send(ssm.mutate, command),
    tellNode: (command) => send(ssm.mutate, command),
    askFunction: (name, payload) => invoke(lambda.read, name, payload),
    tellFunction: (name, payload) => invoke(lambda.mutate, name, payload),
  };
}

async function send(client: SSMClient, { node, document, command, comment }: NodeCommand): Promise<string> {
  const { Command } = await client.send(
    new SendCommandCommand({
      DocumentName: document,
      InstanceIds: [node],
      Parameters: { commands: [command] },
      TimeoutSeconds: 60,
      Comment: comment.slice(0, 100),
    }),
  );
  return Command?.CommandId ?? "";
}

async function invocation(client: SSMClient, CommandId: string, InstanceId: string): Promise<CommandAnswer> {
  try {
    const {
      Status = "",
      StandardOutputContent = "",
      ResponseCode = -1,
    } = await client.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
    return { ended: ENDED[Status], status: Status, stdout: StandardOutputContent, exitCode: ResponseCode };
  } catch (error) {
    // Run Command knows it a moment later (SSM API reference, GetCommandInvocation).
    if (error instanceof Error && error.name === "InvocationDoesNotExist")
      return { ended: undefined, status: "", stdout: "", exitCode: -1 };
    throw error;
  }
}

async function invoke(client: LambdaClient, FunctionName: string, payload: object): Promise<unknown> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName, InvocationType: "RequestResponse", Payload: new TextEncoder().encode(JSON.stringify(payload)) }),
  );
  // 200 says nothing of the function's own errors; their text may hold secrets.
  if (FunctionError !== undefined)
    throw new DrError("database.function_failed", `${FunctionName} failed (${FunctionError})`, { retryable: true });
  const answer = parseJson(new TextDecoder().decode(Payload));
  if (answer === undefined) throw new DrError("database.function_failed", `${FunctionName} answered no JSON`);
  return answer;
}
