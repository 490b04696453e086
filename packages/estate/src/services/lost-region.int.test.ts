// What storage services do when a Region is lost: it answers nobody, what is led from elsewhere goes on, and what was under way stays.
import { BackupClient, DescribeCopyJobCommand, ListRecoveryPointsByResourceCommand, StartCopyJobCommand } from "@aws-sdk/client-backup";
import { CloudFrontClient, GetDistributionCommand } from "@aws-sdk/client-cloudfront";
import {
  DescribeFileSystemsCommand,
  DescribeReplicationConfigurationsCommand,
  DeleteReplicationConfigurationCommand,
  EFSClient,
} from "@aws-sdk/client-efs";
import { DescribeFileSystemsCommand as DescribeFsx, FSxClient } from "@aws-sdk/client-fsx";
import { GetBucketVersioningCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  GetMultiRegionAccessPointRoutesCommand,
  ListJobsCommand,
  S3ControlClient,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import { beforeEach, expect, test } from "vitest";
import { createTestEstate } from "../testing/test-estate.ts";
import { failureOf } from "../testing/failure-of.ts";

const ACCOUNT = { AccountId: "123456789012" };
const MRAP = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const CONTROL = ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"];
const [EAST, WEST] = ["fs-0aaaaaaaaaaaaaaa1", "fs-0bbbbbbbbbbbbbbb1"];
const DISK = "arn:aws:ec2:us-east-1:123456789012:volume/vol-0a1a1a1a1a1a1a1a1";

let world: ReturnType<typeof createTestEstate>;
beforeEach(() => {
  world = createTestEstate();
  world.estate.seed({
    s3: {
      buckets: [
        { name: "assets", region: "us-east-1", replicatesTo: "assets-west" },
        { name: "assets-west", region: "us-west-2", replicatesTo: "assets" },
      ],
    },
    "s3-control": {
      accessPoints: [
        {
          arn: MRAP,
          routes: [
            { bucket: "assets", region: "us-east-1", dial: 100 },
            { bucket: "assets-west", region: "us-west-2", dial: 0 },
          ],
        },
      ],
    },
    cloudfront: {
      distributions: [{ id: "E1234567890ABC", origins: [{ id: "east", domainName: "assets.s3.us-east-1.amazonaws.com" }], target: "east" }],
    },
    elasticfilesystem: {
      fileSystems: [
        { id: EAST, region: "us-east-1" },
        { id: WEST, region: "us-west-2" },
      ],
      replications: [{ source: EAST, destination: WEST, lagSeconds: 60 }],
    },
    backup: { recoveryPoints: [{ id: "0000-1", region: "us-west-2", resourceArn: DISK, scan: "clean" }] },
  });
});

const at = (region: string) => ({ ...world.sdkConfig(region), maxAttempts: 1 });
const s3 = (region: string) => new S3Client({ ...at(region), forcePathStyle: true });
const control = (region: string) =>
  new S3ControlClient({ ...at(region), endpointProvider: () => ({ url: new URL("http://estate.invalid") }) });
const lose = (region: string) => world.estate.faults.add({ kind: "region-down", region });
const reset = { code: "ECONNRESET" };

test.each([
  ["s3", () => s3("us-east-1").send(new GetBucketVersioningCommand({ Bucket: "assets" }))],
  ["batch jobs of s3", () => control("us-east-1").send(new ListJobsCommand(ACCOUNT))],
  [
    "cloudfront, which is changed there alone",
    () => new CloudFrontClient(at("us-east-1")).send(new GetDistributionCommand({ Id: "E1234567890ABC" })),
  ],
  ["efs", () => new EFSClient(at("us-east-1")).send(new DescribeFileSystemsCommand({}))],
  ["backup", () => new BackupClient(at("us-east-1")).send(new ListRecoveryPointsByResourceCommand({ ResourceArn: DISK }))],
  ["fsx", () => new FSxClient(at("us-east-1")).send(new DescribeFsx({}))],
])("%s answers until us-east-1 is lost, and then nobody", async (_name, ask) => {
  await ask();
  lose("us-east-1");
  expect(await failureOf(ask())).toMatchObject(reset);
});

test("routes of an access point are told and changed in whichever of the five Regions is left", async () => {
  for (const region of CONTROL.slice(0, 4)) lose(region);
  for (const region of CONTROL.slice(0, 4)) {
    const asked = control(region).send(new GetMultiRegionAccessPointRoutesCommand({ ...ACCOUNT, Mrap: MRAP }));
    expect(await failureOf(asked)).toMatchObject(reset);
  }
  const RouteUpdates = [
    { Bucket: "assets", TrafficDialPercentage: 0 },
    { Bucket: "assets-west", TrafficDialPercentage: 100 },
  ];
  await control("eu-west-1").send(new SubmitMultiRegionAccessPointRoutesCommand({ ...ACCOUNT, Mrap: MRAP, RouteUpdates }));
  world.clock.pass(120);
  const { Routes } = await control("eu-west-1").send(new GetMultiRegionAccessPointRoutesCommand({ ...ACCOUNT, Mrap: MRAP }));
  expect(Routes?.map(({ TrafficDialPercentage }) => TrafficDialPercentage)).toEqual([0, 100]);
});

test("an object that is put while its replica's Region is lost does not arrive there", async () => {
  lose("us-west-2");
  await s3("us-east-1").send(new PutObjectCommand({ Bucket: "assets", Key: "a", Body: "a" }));
  world.clock.pass(3_600);
  expect((await s3("us-east-1").send(new HeadObjectCommand({ Bucket: "assets", Key: "a" }))).ReplicationStatus).toBe("PENDING");
});

test("a file system's replication stands still from the moment that its source's Region is lost, and is ended on the other side alone", async () => {
  const efs = new EFSClient(at("us-west-2"));
  const last = async () =>
    (
      await efs.send(new DescribeReplicationConfigurationsCommand({ FileSystemId: WEST }))
    ).Replications?.[0]?.Destinations?.[0]?.LastReplicatedTimestamp?.getTime();
  world.clock.pass(600);
  lose("us-east-1");
  const then = await last();
  world.clock.pass(600);
  expect(await last()).toBe(then);
  const whole = efs.send(new DeleteReplicationConfigurationCommand({ SourceFileSystemId: EAST }));
  expect(await failureOf(whole)).toMatchObject({ name: "InternalServerError" });
  await efs.send(new DeleteReplicationConfigurationCommand({ SourceFileSystemId: EAST, DeletionMode: "LOCAL_CONFIGURATION_ONLY" }));
  world.clock.pass(600);
  expect(await failureOf(efs.send(new DescribeReplicationConfigurationsCommand({ FileSystemId: WEST })))).toMatchObject({
    name: "ReplicationNotFound",
  });
});

test("a copy of a recovery point into a Region that is lost is taken, and its job fails", async () => {
  lose("eu-west-1");
  const backup = new BackupClient(at("us-west-2"));
  const { CopyJobId } = await backup.send(
    new StartCopyJobCommand({
      RecoveryPointArn: "arn:aws:backup:us-west-2:123456789012:recovery-point:0000-1",
      SourceBackupVaultName: "dr-vault",
      DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:dr",
      IamRoleArn: "arn:aws:iam::123456789012:role/dr-backup-copy",
    }),
  );
  world.clock.pass(600);
  const { CopyJob } = await backup.send(new DescribeCopyJobCommand({ CopyJobId }));
  expect(CopyJob).toMatchObject({ State: "FAILED", StatusMessage: "Vault dr in eu-west-1 cannot be reached." });
  expect(CopyJob?.DestinationRecoveryPointArn).toBeUndefined();
});
