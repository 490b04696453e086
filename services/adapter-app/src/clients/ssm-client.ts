/** Run Command of Systems Manager behind a narrow port; with its neighbours the only files that know the SDK. */
import {
  CancelCommandCommand,
  DescribeDocumentCommand,
  GetCommandInvocationCommand,
  paginateDescribeInstanceInformation,
  paginateListCommandInvocations,
  paginateListCommands,
  SendCommandCommand,
  type DocumentDescription,
  type InstanceInformation,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { collectPages, createClientPair, firstInPages } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import type { CommandFacts, CommandRequest, DocumentFacts, InvocationFacts, NodeFacts, TagTarget } from "../run-command/facts.ts";

/** Run Command in one Region. Reads are repeated by the client; `send` and `cancel` are sent once. */
export interface SsmPort {
  /** Undefined for an instance whose agent never registered. */
  readonly node: (instanceId: string) => Promise<NodeFacts | undefined>;
  /** Every node that has all of these tags. */
  readonly nodesWith: (targets: readonly TagTarget[]) => Promise<readonly NodeFacts[]>;
  /** Throws `InvalidDocument`. */
  readonly document: (name: string, version?: string) => Promise<DocumentFacts>;
  /** Runs a document; gives the command's id. It has no token: sent twice, it runs twice. */
  readonly send: (request: CommandRequest) => Promise<string>;
  /** Id of the command with this comment, sent after a time (ISO 8601). */
  readonly find: (comment: string, sentAfter: string) => Promise<string | undefined>;
  /** Undefined while Run Command does not know the invocation yet. */
  readonly invocation: (commandId: string, instanceId: string) => Promise<InvocationFacts | undefined>;
  /** Undefined while Run Command does not know the command yet. */
  readonly command: (commandId: string) => Promise<CommandFacts | undefined>;
  readonly invocations: (commandId: string) => Promise<readonly InvocationFacts[]>;
  /** Asks the agents to stop; there is no guarantee that they do. */
  readonly cancel: (commandId: string, instanceIds: readonly string[]) => Promise<void>;
}

/** The port on a pair of clients. */
export function createSsmPort(env: FunctionEnv, region: string | undefined): SsmPort {
  const { read, mutate } = createClientPair(env, (config) => new SSMClient(config), region);
  return {
    node: async (instanceId) => {
      const Filters = [{ Key: "InstanceIds", Values: [instanceId] }];
      const pages = paginateDescribeInstanceInformation({ client: read }, { Filters });
      const found = await firstInPages(pages, ({ InstanceInformationList }) => InstanceInformationList);
      return found && toNode(found);
    },
    nodesWith: async (targets) => {
      const Filters = targets.map(({ tag, values }) => ({ Key: `tag:${tag}`, Values: [...values] }));
      const pages = paginateDescribeInstanceInformation({ client: read }, { Filters });
      return (await collectPages(pages, ({ InstanceInformationList }) => InstanceInformationList)).map(toNode);
    },
    document: async (Name, DocumentVersion) => {
      const { Document } = await read.send(new DescribeDocumentCommand({ Name, ...(DocumentVersion ? { DocumentVersion } : {}) }));
      return toDocument(Name, Document ?? {});
    },
    send: async (request) => {
      const { Command } = await mutate.send(new SendCommandCommand(toInput(request)));
      // Accepted without an id is an unknown outcome: the comment has to tell.
      if (Command?.CommandId === undefined) throw new Error(`Run Command accepted ${request.document} and told no command id`);
      return Command.CommandId;
    },
    find: async (comment, sentAfter) => {
      // Run Command filters by time, document and status, never by comment.
      const InvokedAfter = `${sentAfter.slice(0, 19)}Z`;
      const pages = paginateListCommands({ client: read }, { Filters: [{ key: "InvokedAfter", value: InvokedAfter }] });
      const commands = await collectPages(pages, ({ Commands }) => Commands);
      return commands.find(({ Comment }) => Comment === comment)?.CommandId;
    },
    invocation: async (CommandId, InstanceId) => {
      const found = await unlessUnseen(read.send(new GetCommandInvocationCommand({ CommandId, InstanceId })));
      return (
        found && { instanceId: InstanceId, status: found.Status ?? "", details: found.StatusDetails ?? "", exitCode: found.ResponseCode }
      );
    },
    command: async (CommandId) => {
      const found = await firstInPages(paginateListCommands({ client: read }, { CommandId }), ({ Commands }) => Commands);
      return (
        found && {
          status: found.Status ?? "",
          details: found.StatusDetails ?? "",
          targets: found.TargetCount ?? 0,
          ended: found.CompletedCount ?? 0,
        }
      );
    },
    invocations: async (CommandId) => {
      const rows = await collectPages(paginateListCommandInvocations({ client: read }, { CommandId }), (page) => page.CommandInvocations);
      return rows.map((row) => ({
        instanceId: row.InstanceId ?? "",
        status: row.Status ?? "",
        details: row.StatusDetails ?? "",
        exitCode: row.CommandPlugins?.[0]?.ResponseCode,
      }));
    },
    cancel: async (CommandId, InstanceIds) => {
      await mutate.send(new CancelCommandCommand({ CommandId, ...(InstanceIds.length > 0 ? { InstanceIds: [...InstanceIds] } : {}) }));
    },
  };
}

function toInput({ document, documentVersion, parameters, instanceIds, targets, deliverySeconds, comment, output }: CommandRequest) {
  return {
    DocumentName: document,
    ...(documentVersion === undefined ? {} : { DocumentVersion: documentVersion }),
    ...(instanceIds.length > 0 ? { InstanceIds: [...instanceIds] } : {}),
    ...(targets.length > 0 ? { Targets: targets.map(({ tag, values }) => ({ Key: `tag:${tag}`, Values: [...values] })) } : {}),
    Parameters: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]])),
    TimeoutSeconds: deliverySeconds,
    Comment: comment,
    ...(output === undefined ? {} : { OutputS3BucketName: output.bucket, OutputS3KeyPrefix: output.prefix }),
  };
}

function toNode({ InstanceId, PingStatus, PlatformType }: InstanceInformation): NodeFacts {
  return { instanceId: InstanceId ?? "", ping: PingStatus ?? "", platform: PlatformType ?? "" };
}

function toDocument(asked: string, document: DocumentDescription): DocumentFacts {
  const { Name = asked, DocumentVersion, Status, DocumentType, Owner, PlatformTypes = [], Parameters = [] } = document;
  return {
    name: Name,
    version: text(DocumentVersion),
    status: text(Status),
    type: text(DocumentType),
    owner: text(Owner),
    platforms: PlatformTypes,
    parameters: Parameters.map((one) => ({ name: text(one.Name), required: one.DefaultValue === undefined })),
  };
}

function text(value: string | undefined): string {
  return value ?? "";
}

/** Just after SendCommand an invocation does not exist yet: that is no failure. */
async function unlessUnseen<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === "InvocationDoesNotExist") return undefined;
    throw error;
  }
}
