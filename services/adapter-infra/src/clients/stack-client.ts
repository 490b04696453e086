/** The part of CloudFormation that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  paginateDescribeChangeSet,
  paginateDescribeStackEvents,
  paginateListStackResources,
  UpdateStackCommand,
  type DescribeChangeSetOutput,
} from "@aws-sdk/client-cloudformation";
import { collectPages, createClientPair, fromTagList, toTagList } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A stack as CloudFormation tells it. */
export interface StackFacts {
  readonly id: string;
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A resource of a stack; `id` is empty until it was made. */
export interface StackResourceFacts {
  readonly logicalId: string;
  readonly type: string;
  readonly id: string;
  readonly status: string;
}

/** What a change set would do. */
export interface ChangeSetFacts {
  readonly status: string;
  readonly reason: string | null;
  readonly isExecuted: boolean;
  readonly changes: readonly { readonly action: string; readonly logicalId: string; readonly replacement: string | null }[];
}

/** A template and the tags that go with it. */
export interface StackContent {
  readonly template: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** CloudFormation in one Region. Reads are repeated by the client, what acts is sent once; tokens make a repetition the same request. */
export interface StackPort {
  /** Null for a stack that is not there, also for one that was deleted. */
  readonly findStack: (name: string) => Promise<StackFacts | null>;
  readonly stackResources: (name: string) => Promise<readonly StackResourceFacts[]>;
  readonly templateOf: (name: string) => Promise<string>;
  /** Why something failed, the last first. */
  readonly stackFailures: (name: string) => Promise<readonly string[]>;
  readonly findChangeSet: (stack: string, name: string) => Promise<ChangeSetFacts | null>;
  readonly createChangeSet: (stack: string, name: string, content: StackContent & { readonly isNew: boolean }) => Promise<void>;
  readonly executeChangeSet: (stack: string, name: string, token: string) => Promise<void>;
  readonly deleteChangeSet: (stack: string, name: string) => Promise<void>;
  readonly updateStack: (name: string, content: StackContent, token: string) => Promise<void>;
  readonly deleteStack: (name: string, token: string) => Promise<void>;
}

/** CloudFormation behind its port. */
export function createStackPort(env: FunctionEnv, region: string | undefined): StackPort {
  const { read, mutate } = createClientPair(env, (config) => new CloudFormationClient(config), region);
  return {
    findStack: (StackName) =>
      orNull(async () => {
        const [stack] = (await read.send(new DescribeStacksCommand({ StackName }))).Stacks ?? [];
        if (!stack || stack.StackStatus === "DELETE_COMPLETE") return null;
        return { id: stack.StackId ?? "", status: stack.StackStatus ?? "", tags: fromTagList(stack.Tags) };
      }),
    stackResources: async (StackName) => {
      // DescribeStackResources tells the first hundred and no more.
      const pages = paginateListStackResources({ client: read }, { StackName });
      const resources = await collectPages(pages, ({ StackResourceSummaries }) => StackResourceSummaries);
      return resources.map(({ LogicalResourceId = "", ResourceType = "", PhysicalResourceId = "", ResourceStatus = "" }) => ({
        logicalId: LogicalResourceId,
        type: ResourceType,
        id: PhysicalResourceId,
        status: ResourceStatus,
      }));
    },
    templateOf: async (StackName) => (await read.send(new GetTemplateCommand({ StackName }))).TemplateBody ?? "",
    stackFailures: async (StackName) => {
      const events = await collectPages(paginateDescribeStackEvents({ client: read }, { StackName }), ({ StackEvents }) => StackEvents);
      return events
        .filter(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED") === true)
        .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId ?? ""}: ${ResourceStatusReason ?? "failed"}`);
    },
    findChangeSet: (StackName, ChangeSetName) =>
      orNull(() => readChangeSet(paginateDescribeChangeSet({ client: read }, { StackName, ChangeSetName }))),
    createChangeSet: async (StackName, ChangeSetName, { template, tags, isNew }) => {
      const ChangeSetType = isNew ? "CREATE" : "UPDATE";
      await mutate.send(
        new CreateChangeSetCommand({
          StackName,
          ChangeSetName,
          ChangeSetType,
          TemplateBody: template,
          Tags: toTagList(tags),
          ClientToken: ChangeSetName,
        }),
      );
    },
    executeChangeSet: async (StackName, ChangeSetName, ClientRequestToken) => {
      await mutate.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName, ClientRequestToken }));
    },
    deleteChangeSet: async (StackName, ChangeSetName) => {
      await mutate.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
    },
    updateStack: async (StackName, { template, tags }, ClientRequestToken) => {
      await mutate.send(new UpdateStackCommand({ StackName, TemplateBody: template, Tags: toTagList(tags), ClientRequestToken }));
    },
    deleteStack: async (StackName, ClientRequestToken) => {
      await mutate.send(new DeleteStackCommand({ StackName, ClientRequestToken }));
    },
  };
}

/** Each page tells the set's words again, and a part of its changes. */
async function readChangeSet(pages: AsyncIterable<DescribeChangeSetOutput>): Promise<ChangeSetFacts | null> {
  const told = await collectPages(pages, (page) => [page]);
  const { Status, StatusReason, ExecutionStatus } = told.at(-1) ?? {};
  if (Status === "DELETE_COMPLETE") return null;
  return {
    status: Status ?? "",
    reason: StatusReason ?? null,
    isExecuted: ExecutionStatus?.startsWith("EXECUTE_") === true,
    changes: told
      .flatMap(({ Changes = [] }) => Changes)
      .map(({ ResourceChange: change }) => ({
        action: change?.Action ?? "",
        logicalId: change?.LogicalResourceId ?? "",
        replacement: change?.Replacement ?? null,
      })),
  };
}

/** CloudFormation has no error of its own for a stack that is not there: a `ValidationError` whose text says so. */
async function orNull<Found>(look: () => Promise<Found>): Promise<Found | null> {
  try {
    return await look();
  } catch (error) {
    const { name = "", message = "" } = error as { name?: string; message?: string };
    if (name.startsWith("ChangeSetNotFound") || (name === "ValidationError" && message.includes("does not exist"))) return null;
    throw error;
  }
}
