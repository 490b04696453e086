// What the linters of others find in stacks/ and we accept, with the reason. A finding that is not here fails `pnpm interop`, and so does an entry that nothing finds any more.

/** Findings of one rule on the resources that `on` matches (`<terraform type>.<name>`). */
export interface AcceptedFinding {
  readonly tool: "checkov" | "parliament" | "cfn-lint";
  readonly rule: string;
  readonly on: RegExp;
  readonly why: string;
}

/** Checkpoints, and the copy of the audit trail. */
const EVIDENCE = /^aws_s3_bucket\.Dr(?:Checkpoints|AuditTrail)$/;
const EVERY_FUNCTION = /^aws_lambda_function\./;

/** All of them. */
export const ACCEPTED: readonly AcceptedFinding[] = [
  {
    tool: "checkov",
    rule: "CKV2_AWS_34",
    on: /^aws_ssm_parameter\./,
    why: "Names, ARNs and the adapters' schemas: nothing secret, and whoever reads the registry would need the key besides.",
  },
  {
    tool: "checkov",
    rule: "CKV2_AWS_6",
    on: EVIDENCE,
    why: "The block is there; a plan without references does not connect it to the bucket. Synth checks it.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_145",
    on: EVIDENCE,
    why: "Encrypted with a key of ours by a resource that the plan does not connect. Synth checks it.",
  },
  { tool: "checkov", rule: "CKV_AWS_21", on: EVIDENCE, why: "Versioned, by a resource that the plan does not connect." },
  { tool: "checkov", rule: "CKV2_AWS_61", on: EVIDENCE, why: "Evidence: nothing but its lock's end lets it go." },
  { tool: "checkov", rule: "CKV2_AWS_62", on: EVIDENCE, why: "Nobody has to do anything when an object is written." },
  { tool: "checkov", rule: "CKV_AWS_144", on: EVIDENCE, why: "Each Region writes objects of its own; copies are the auditor's." },
  {
    tool: "checkov",
    rule: "CKV_AWS_18",
    on: EVIDENCE,
    why: "Two roles reach the bucket, and objects in it cannot be changed; who reads is seen in CloudTrail where data events are on.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_115",
    on: /^aws_lambda_function\.Dr(?!Planner|Publisher)/,
    why: "Concurrency is reserved for what must not starve, and bounded by the event source or the stage for the rest.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_116",
    on: EVERY_FUNCTION,
    why: "It looks at the function alone: queues, streams and schedules have dead-letter queues, and what is invoked synchronously answers. Synth checks it.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_117",
    on: EVERY_FUNCTION,
    why: "Functions talk to AWS's public endpoints by signed calls; a network would be one more thing to lose with a Region.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_173",
    on: EVERY_FUNCTION,
    why: "Variables are names of tables and queues; secrets are read from Secrets Manager.",
  },
  { tool: "checkov", rule: "CKV_AWS_272", on: EVERY_FUNCTION, why: "SST does not sign code; who may deploy decides what runs." },
  {
    tool: "checkov",
    rule: "CKV_AWS_297",
    on: /^aws_scheduler_schedule\./,
    why: "A schedule's payload is a constant: the word that its time has come.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_309",
    on: /^aws_apigatewayv2_route\.ApiRoute(?:GET(?:ApiV1)?(?:Health|Docs|DocsFile|OpenapiJson)|POST(?:ApiV1)?Callbacks(?:Slack|Servicenow))$/,
    why: "Open on purpose, and listed as open in the route table (callbacks bring their own proof); synth fails for any other.",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_338",
    on: /^aws_cloudwatch_log_group\./,
    why: "Logs are for whoever mends things; evidence is the event log, which is never deleted.",
  },
  {
    tool: "parliament",
    rule: "UNKNOWN_CONDITION_FOR_ACTION",
    on: /^whole-DrAdapterDrsTasksHandlerRole-0\.json$/,
    why: "aws:ViaAWSService is a global condition key, which parliament's data does not have: DRS acts on EC2 in the adapter's name, and only then may it.",
  },
  {
    tool: "parliament",
    rule: "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
    on: /^whole-DrAdapterS3TasksHandlerRole-0\.json$/,
    why: "The write freeze of a failback is a statement in the bucket's policy, which PutBucketPolicy alone can set and take away again.",
  },
  {
    tool: "parliament",
    rule: "RESOURCE_MISMATCH ssm:SendCommand",
    on: /^whole-DrAdapterDatabaseTasksHandlerRole-0\.json$/,
    why: "AWS's own documents belong to no account, and parliament wants one in the ARN of a document.",
  },
  {
    tool: "parliament",
    rule: "RESOURCE_MISMATCH ec2:AttachVolume",
    on: /^whole-DrAdapterStorageTasksHandlerRole-0\.json$/,
    why: "EC2 asks for the instance and for the volume; each has a statement of its own, since the volume has to carry our tag and the instance cannot.",
  },
  {
    tool: "parliament",
    rule: "RESOURCE_MISMATCH states:DescribeExecution",
    on: /^whole-DrAdapterDrs(?:Tasks|Queries)HandlerRole-0\.json$/,
    why: "The DRS solution's machine is a standard one, and parliament wants the ARN of an express execution besides.",
  },
];
