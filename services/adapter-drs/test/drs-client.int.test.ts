/** The DRS and EC2 ports with the real SDK clients: what goes over the wire, how often, and how answers are read. */
import { recorderOfTest, type AwsRecorder, type RecordedAnswer, type RecordedRequest } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import { createDrsClients, type DrsClients } from "../src/clients.ts";
import { classifyDrsError } from "../src/failures.ts";

let recorder: AwsRecorder | undefined;

async function awsAnswering(answer: (request: RecordedRequest, count: number) => RecordedAnswer): Promise<DrsClients> {
  recorder = await recorderOfTest(answer);
  return createDrsClients(recorder.env);
}

const json = (value: unknown, status = 200): RecordedAnswer => ({ status, contentType: "application/json", body: JSON.stringify(value) });
const bodies = (): unknown[] => (recorder?.requests ?? []).map(({ body }) => JSON.parse(body) as unknown);

test.each([true, false])("a launch always says isDrill (%s), and carries no tags", async (isDrill) => {
  const aws = await awsAnswering(() => json({ job: { jobID: "drsjob-1" } }));
  expect(await aws.drs().startRecovery([{ sourceServerId: "s-1" }, { sourceServerId: "s-2", snapshotId: "pit-1" }], isDrill)).toBe(
    "drsjob-1",
  );
  expect(recorder?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /StartRecovery"]);
  expect(bodies()).toEqual([
    { sourceServers: [{ sourceServerID: "s-1" }, { sourceServerID: "s-2", recoverySnapshotID: "pit-1" }], isDrill },
  ]);
});

test.each([
  ["a 500", () => json({ message: "no" }, 500), "UNKNOWN_OUTCOME"],
  ["a dropped connection", () => "reset", "UNKNOWN_OUTCOME"],
  ["an answer without a job", () => json({}), "UNKNOWN_OUTCOME"],
  [
    "a server in another job",
    () => ({ ...(json({ message: "no", __type: "ConflictException" }, 409) as object), status: 409 }),
    "CONFLICT",
  ],
  ["a full quota", () => json({ message: "no", __type: "ServiceQuotaExceededException", quotaCode: "L-1" }, 402), "CONFLICT"],
  ["an account without DRS", () => json({ message: "no", __type: "UninitializedAccountException" }, 400), "INVALID"],
] as readonly (readonly [string, () => RecordedAnswer, string])[])(
  "a launch that meets %s is sent once: %s",
  async (_name, answer, expected) => {
    const aws = await awsAnswering(answer);
    const thrown: unknown = await aws
      .drs()
      .startRecovery([{ sourceServerId: "s-1" }], true)
      .catch((error: unknown) => error);
    expect(classifyDrsError(thrown).class).toBe(expected);
    expect(recorder?.requests).toHaveLength(1);
  },
);

test("servers are read page by page, by id or all of them", async () => {
  const server = (id: string) => ({
    sourceServerID: id,
    dataReplicationInfo: { dataReplicationState: "CONTINUOUS", lagDuration: "PT3S" },
    stagingArea: { status: "NOT_EXTENDED" },
    lifeCycle: { lastLaunch: { initiated: { jobID: "drsjob-0" } } },
    sourceProperties: { identificationHints: { awsInstanceID: `i-${id}` } },
  });
  const aws = await awsAnswering((_request, count) =>
    json(count === 1 ? { items: [server("s-1")], nextToken: "more" } : { items: [server("s-2")] }),
  );
  expect(await aws.drs().describeSourceServers(["s-1", "s-2"])).toEqual(
    ["s-1", "s-2"].map((sourceServerId) => ({
      sourceServerId,
      awsInstanceId: `i-${sourceServerId}`,
      replicationState: "CONTINUOUS",
      lagDuration: "PT3S",
      stagingStatus: "NOT_EXTENDED",
      lastLaunchJobId: "drsjob-0",
      arn: "",
      tags: {},
      originRegion: undefined,
      reversedArn: undefined,
    })),
  );
  expect(bodies()).toEqual([
    { filters: { sourceServerIDs: ["s-1", "s-2"] }, maxResults: 200 },
    { filters: { sourceServerIDs: ["s-1", "s-2"] }, maxResults: 200, nextToken: "more" },
  ]);
});

test("jobs, snapshots, instances and job logs are understood", async () => {
  const answers: Record<string, unknown> = {
    "/DescribeJobs": {
      items: [
        {
          jobID: "drsjob-1",
          type: "LAUNCH",
          initiatedBy: "START_DRILL",
          status: "COMPLETED",
          creationDateTime: "2026-11-23T04:00:00Z",
          participatingServers: [{ sourceServerID: "s-1", launchStatus: "LAUNCHED" }],
        },
      ],
    },
    "/DescribeRecoverySnapshots": { items: [{ snapshotID: "pit-1", sourceServerID: "s-1", timestamp: "2026-11-23T03:59:00Z" }] },
    "/DescribeRecoveryInstances": {
      items: [
        {
          recoveryInstanceID: "i-1",
          sourceServerID: "s-1",
          jobID: "drsjob-1",
          isDrill: true,
          ec2InstanceState: "RUNNING",
          pointInTimeSnapshotDateTime: "2026-11-23T03:59:00Z",
        },
      ],
    },
    "/DescribeJobLogItems": {
      items: [{ event: "JOB_START" }, { event: "LAUNCH_FAILED", eventData: { sourceServerID: "s-1", rawError: "no capacity" } }],
    },
    "/GetLaunchConfiguration": { launchDisposition: "STOPPED", ec2LaunchTemplateID: "lt-1", postLaunchEnabled: true },
    "/ListLaunchActions": {
      items: [
        { name: "agent", actionCode: "AWSMigration-InstallCloudWatchAgent", active: true, optional: true },
        { name: "off", actionCode: "AWS-RunShellScript", active: false },
      ],
    },
  };
  const drs = (await awsAnswering(({ path }) => json(answers[path]))).drs();
  expect(await drs.describeJobs({ since: "2026-11-23T03:59:00.000Z" })).toEqual([
    {
      jobId: "drsjob-1",
      type: "LAUNCH",
      initiatedBy: "START_DRILL",
      status: "COMPLETED",
      createdAt: "2026-11-23T04:00:00Z",
      endedAt: undefined,
      servers: [{ sourceServerId: "s-1", launchStatus: "LAUNCHED" }],
    },
  ]);
  expect(await drs.newestSnapshot("s-1", "2026-11-23T04:00:00Z")).toEqual({ snapshotId: "pit-1", timestamp: "2026-11-23T03:59:00Z" });
  expect(await drs.describeRecoveryInstances(["s-1"])).toEqual([
    {
      failbackState: "",
      recoveryInstanceId: "i-1",
      sourceServerId: "s-1",
      jobId: "drsjob-1",
      isDrill: true,
      ec2State: "RUNNING",
      pointInTime: "2026-11-23T03:59:00Z",
    },
  ]);
  expect(await drs.describeTrouble("drsjob-1")).toEqual(["LAUNCH_FAILED s-1 no capacity"]);
  expect(await drs.launchSettings("s-1")).toEqual({ disposition: "STOPPED", templateId: "lt-1", runsPostLaunchActions: true });
  expect(await drs.listPostLaunchActions("s-1")).toEqual([
    { name: "agent", document: "AWSMigration-InstallCloudWatchAgent", optional: true },
  ]);
  expect(bodies().slice(0, 2)).toEqual([
    { filters: { fromDate: "2026-11-23T03:59:00.000Z" }, maxResults: 200 },
    { filters: { toDateTime: "2026-11-23T04:00:00Z" }, maxResults: 1, order: "DESC", sourceServerID: "s-1" },
  ]);
});

test("the health of instances is asked for in any state", async () => {
  const xml = `<DescribeInstanceStatusResponse><instanceStatusSet><item><instanceId>i-1</instanceId><instanceState><code>16</code><name>running</name></instanceState>
    <systemStatus><status>ok</status></systemStatus><instanceStatus><status>initializing</status><details><item><name>reachability</name><status>passed</status></item></details></instanceStatus></item></instanceStatusSet></DescribeInstanceStatusResponse>`;
  const aws = await awsAnswering(() => ({ body: xml }));
  expect(await aws.ec2("us-west-2").describeHealth(["i-1"])).toEqual([
    { instanceId: "i-1", state: "running", instanceCheck: "initializing", systemCheck: "ok", reachability: "passed" },
  ]);
  expect(Object.fromEntries(new URLSearchParams(recorder?.requests[0]?.body))).toMatchObject({
    Action: "DescribeInstanceStatus",
    "InstanceId.1": "i-1",
    IncludeAllInstances: "true",
  });
  expect(recorder?.requests[0]?.headers.authorization).toContain("/us-west-2/ec2/");
});

test("nobody's health is asked for without an id: EC2 would tell that of every instance", async () => {
  const aws = await awsAnswering(() => ({ body: "" }));
  expect(await aws.ec2().describeHealth([])).toEqual([]);
  expect(await aws.ec2().describeAddresses([])).toEqual([]);
  expect(recorder?.requests).toEqual([]);
});

test("a launch template is read at its default version, and what it names is looked for", async () => {
  const answers: Record<string, string> = {
    DescribeLaunchTemplateVersions: `<R><launchTemplateVersionSet><item><launchTemplateData><networkInterfaceSet><item><subnetId>subnet-1</subnetId>
      <groupSet><groupId>sg-1</groupId></groupSet></item></networkInterfaceSet></launchTemplateData></item></launchTemplateVersionSet></R>`,
    DescribeSecurityGroups: "<R><securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo></R>",
  };
  const missing = "<Response><Errors><Error><Code>InvalidSubnetID.NotFound</Code><Message>no</Message></Error></Errors></Response>";
  const aws = await awsAnswering(({ body }) => {
    const answer = answers[new URLSearchParams(body).get("Action") ?? ""];
    return answer === undefined ? { status: 400, body: missing } : { body: answer };
  });
  const network = await aws.ec2().launchNetwork("lt-1");
  expect(network).toEqual({ subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] });
  expect(Object.fromEntries(new URLSearchParams(recorder?.requests[0]?.body))).toMatchObject({ "LaunchTemplateVersion.1": "$Default" });
  expect(await aws.ec2().missingNetwork(network!)).toEqual(["subnet-1"]);
});
