/** Pulumi's names of the resource types that the checks read, with the inputs that they read. */
import type { SynthesizedApp } from "./check.ts";

export const QUEUE = "aws:sqs/queue:Queue";
export const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
export const BUS = "aws:cloudwatch/eventBus:EventBus";
export const BUS_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";
export const TOPIC = "aws:sns/topic:Topic";
export const STAGE = "aws:apigatewayv2/stage:Stage";
export const TABLE = "aws:dynamodb/table:Table";
export const RULE = "aws:cloudwatch/eventRule:EventRule";
export const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const FUNCTION = "aws:lambda/function:Function";
export const EVENT_SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping";
export const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
export const SCHEDULE = "aws:scheduler/schedule:Schedule";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const API = "aws:apigatewayv2/api:Api";
export const ROUTE = "aws:apigatewayv2/route:Route";
export const PARAMETER = "aws:ssm/parameter:Parameter";
export const KEY = "aws:kms/key:Key";
export const KEY_ALIAS = "aws:kms/alias:Alias";
export const REPLICA_KEY = "aws:kms/replicaKey:ReplicaKey";
export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
export const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
export const USER_POOL = "aws:cognito/userPool:UserPool";
export const POOL_CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
export const USER_GROUP = "aws:cognito/userGroup:UserGroup";

export interface QueueInputs {
  readonly name: string;
  readonly redrivePolicy?: string;
  readonly messageRetentionSeconds: number;
  readonly kmsMasterKeyId?: string;
  readonly visibilityTimeoutSeconds: number;
}

export interface QueuePolicyInputs {
  readonly queueUrl: string;
  readonly policy: string;
}

export interface TableInputs {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
  readonly globalSecondaryIndexes: readonly {
    readonly name: string;
    readonly hashKey: string;
    readonly rangeKey?: string;
    readonly projectionType: string;
  }[];
  readonly serverSideEncryption?: { readonly enabled: boolean; readonly kmsKeyArn?: string };
  readonly replicas?: readonly {
    readonly regionName: string;
    readonly consistencyMode?: string;
    readonly kmsKeyArn?: string;
    readonly pointInTimeRecovery?: boolean;
    readonly deletionProtectionEnabled?: boolean;
  }[];
  readonly globalTableWitness?: { readonly regionName: string };
  readonly pointInTimeRecovery?: { readonly enabled: boolean };
  readonly deletionProtectionEnabled?: boolean;
  readonly streamEnabled: boolean;
  readonly streamViewType?: string;
  readonly ttl?: { readonly attributeName: string; readonly enabled: boolean };
}

export interface RuleInputs {
  readonly name: string;
  readonly eventBusName: string;
  readonly eventPattern: string;
  readonly state?: string;
}

export interface TargetInputs {
  readonly rule: string;
  readonly arn: string;
  readonly eventBusName: string;
  readonly deadLetterConfig?: { readonly arn: string };
  readonly retryPolicy?: { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number };
}

export interface EventSourceInputs {
  readonly eventSourceArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly functionResponseTypes?: readonly string[];
  readonly scalingConfig?: { readonly maximumConcurrency: number };
  readonly startingPosition?: string;
  readonly bisectBatchOnFunctionError?: boolean;
  readonly maximumRetryAttempts?: number;
  readonly maximumRecordAgeInSeconds?: number;
  readonly destinationConfig?: { readonly onFailure?: { readonly destinationArn: string } };
}

export interface FunctionInputs {
  readonly name: string;
  readonly runtime: string;
  readonly architectures: readonly string[];
  readonly timeout: number;
  readonly memorySize: number;
  readonly role: string;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
  readonly loggingConfig?: { readonly logGroup: string };
  readonly tracingConfig?: { readonly mode: string };
  readonly reservedConcurrentExecutions?: number;
}

export interface RoleInputs {
  readonly name: string;
  readonly assumeRolePolicy: unknown;
  readonly inlinePolicies?: readonly { readonly policy: string }[];
  readonly managedPolicyArns?: readonly string[];
}

/** The inputs of all resources of a type. */
export function inputsOf<Inputs>({ resources }: Pick<SynthesizedApp, "resources">, type: string): readonly Inputs[] {
  return resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs as Inputs);
}
