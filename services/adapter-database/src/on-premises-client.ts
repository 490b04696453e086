/** Commands on nodes of Systems Manager, and functions, that speak for databases outside AWS; the only file that knows their SDKs. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCommandInvocationCommand, SendCommandCommand, SSMClient } from "@aws-sdk/client-ssm";
import { createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import { parseJson, systemSleep, type FunctionEnv } from "@dr/runtime";

/** A command on a node. */
export interface NodeCommand {
  readonly node: string;
  readonly document: string;
  readonly command: string;
  readonly comment: string;
}

/** Both ways in one Region. `ask…` only looks, by contract; `tell…` acts and is sent once. */
export interface OnPremisesPort {
  /** What the command printed. Throws `database.command_failed`, or `database.no_answer` (retryable) if it takes longer than a look may. */
  readonly askNode: (command: NodeCommand) => Promise<string>;
  /** Id of the command; what comes of it is seen in the database. */
  readonly tellNode: (command: NodeCommand) => Promise<string>;
  /** The function's answer. Throws `database.function_failed`. */
  readonly askFunction: (name: string, payload: object) => Promise<unknown>;
  readonly tellFunction: (name: string, payload: object) => Promise<unknown>;
}

/** A status takes a second or two; one that takes longer is asked again at the next look. */
const LOOKS = 15;
const PAUSE_MS = 1_000;
const WAITING = new Set(["Pending", "InProgress", "Delayed", ""]);

/** The port. `pause` waits between two looks at an answer. */
export function createOnPremisesPort(env: FunctionEnv, region: string | undefined, pause = systemSleep): OnPremisesPort {
  const ssm = createClientPair(env, (config) => new SSMClient(config), region);
  const lambda = createClientPair(env, (config) => new LambdaClient(config), region);
  return {
    askNode: async (command) => {
      // A question may be asked twice, but not by the client: each would be a command of its own on the node.
      const id = await send(ssm.mutate, command);
      for (let look = 0; look < LOOKS; look += 1) {
        const seen = await invocation(ssm.read, id, command.node);
        if (seen !== undefined && !WAITING.has(seen.status)) {
          if (seen.status === "Success") return seen.stdout;
          throw new DrError("database.command_failed", `${command.node}: command ${id} ended ${seen.status}, exit code ${seen.exitCode}`, {
            retryable: true,
          });
        }
        await pause(PAUSE_MS);
      }
      throw new DrError("database.no_answer", `${command.node}: no answer to command ${id} yet`, { retryable: true });
    },
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

async function invocation(client: SSMClient, CommandId: string, InstanceId: string) {
  try {
    const {
      Status = "",
      StandardOutputContent = "",
      ResponseCode = -1,
    } = await client.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
    return { status: Status as string, stdout: StandardOutputContent, exitCode: ResponseCode };
  } catch (error) {
    // Run Command knows it a moment later (SSM API reference, GetCommandInvocation).
    if (error instanceof Error && error.name === "InvocationDoesNotExist") return undefined;
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
