/**
 * The part of SST's globals that stacks/ uses, for editors and checks on a machine without `.sst/platform`. It knows names and results, not arguments:
 * `pnpm synth` installs the platform and checks the same files against its own types.
 */

interface ResourceClass<Instance> {
  new (name: string, args: object, options?: object): Instance;
}

declare namespace $util {
  interface Output<T> {
    apply<U>(change: (value: T) => U): Output<U>;
  }
  function output<T>(value: Input<T> | Promise<T>): Output<T>;
  type Input<T> = Output<T> | T;
}

declare const $app: { readonly name: string; readonly stage: string; readonly protect?: boolean };

declare namespace sst.aws {
  interface WithArn {
    readonly arn: $util.Output<string>;
  }
  interface Function extends WithArn {
    readonly name: $util.Output<string>;
  }
  interface Dynamo extends WithArn {
    readonly nodes: { readonly table: { readonly streamArn: $util.Output<string> } };
  }
  interface Queue extends WithArn {
    readonly url: $util.Output<string>;
  }
  interface Bus extends WithArn {
    readonly name: $util.Output<string>;
  }
  const Function: ResourceClass<Function>;
  const Dynamo: ResourceClass<Dynamo>;
  const Queue: ResourceClass<Queue>;
  const Bus: ResourceClass<Bus>;
  const CronV2: ResourceClass<object>;
}

declare namespace aws {
  function getCallerIdentity(args: object): Promise<{ readonly accountId: string }>;
  function getRegion(args: object): Promise<{ readonly region: string }>;
  function getPartition(args: object): Promise<{ readonly partition: string; readonly dnsSuffix: string }>;
  interface WithId {
    readonly id: $util.Output<string>;
    readonly arn: $util.Output<string>;
  }
  namespace apigatewayv2 {
    const Integration: ResourceClass<{ readonly id: $util.Output<string> }>;
    interface Route {
      readonly id: $util.Output<string>;
    }
    const Api: ResourceClass<{
      readonly id: $util.Output<string>;
      readonly executionArn: $util.Output<string>;
      readonly apiEndpoint: $util.Output<string>;
    }>;
    const Route: ResourceClass<Route>;
    const Stage: ResourceClass<object>;
    const Authorizer: ResourceClass<WithId>;
  }
  namespace cognito {
    const UserPool: ResourceClass<WithId>;
    const UserPoolClient: ResourceClass<WithId>;
    const UserGroup: ResourceClass<object>;
  }
  namespace dynamodb {
    function getTable(args: { readonly name: string }): Promise<{ readonly streamArn: string }>;
  }
  namespace s3 {
    const Bucket: ResourceClass<{ readonly id: $util.Output<string> }>;
    const BucketVersioning: ResourceClass<object>;
    const BucketServerSideEncryptionConfiguration: ResourceClass<object>;
    const BucketObjectLockConfiguration: ResourceClass<object>;
    const BucketPublicAccessBlock: ResourceClass<object>;
    const BucketPolicy: ResourceClass<object>;
  }
  namespace cloudwatch {
    const EventBusPolicy: ResourceClass<object>;
    const EventRule: ResourceClass<{ readonly name: $util.Output<string> }>;
    const EventTarget: ResourceClass<object>;
    const LogGroup: ResourceClass<{ readonly name: $util.Output<string>; readonly arn: $util.Output<string> }>;
    const Dashboard: ResourceClass<object>;
    const MetricAlarm: ResourceClass<object>;
  }
  namespace iam {
    const Role: ResourceClass<{ readonly name: $util.Output<string> }>;
    const RolePolicy: ResourceClass<object>;
  }
  namespace lambda {
    const EventSourceMapping: ResourceClass<object>;
    const FunctionEventInvokeConfig: ResourceClass<object>;
    const Permission: ResourceClass<object>;
  }
  namespace kms {
    interface Key {
      readonly id: $util.Output<string>;
      readonly arn: $util.Output<string>;
    }
    const Key: ResourceClass<Key>;
    const ReplicaKey: ResourceClass<Key>;
    const Alias: ResourceClass<object>;
    function getAlias(args: { readonly name: string }): Promise<{ readonly targetKeyId: string }>;
  }
  namespace sns {
    interface Topic {
      readonly arn: $util.Output<string>;
    }
    const Topic: ResourceClass<Topic>;
    const TopicSubscription: ResourceClass<object>;
  }
  namespace sqs {
    const QueuePolicy: ResourceClass<object>;
  }
  namespace ssm {
    const Parameter: ResourceClass<object>;
    function getParameter(args: { readonly name: string }): Promise<{ readonly value: string }>;
    function getParametersByPath(args: { readonly path: string }): Promise<{ readonly names: string[]; readonly values: string[] }>;
  }
}
