/** Buckets and their replicas in another Region. */
import {
  CreateBucketCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import type { Peer, Scene } from "./scene.ts";

const ROLE = "arn:aws:iam::123456789012:role/dr-s3-replication-assets";
const PAIR = [
  ["assets", "us-east-1"],
  ["assets-west", "us-west-2"],
] as const;

const s3At = (peer: Peer, region: string): S3Client => new S3Client({ ...peer.at(region), forcePathStyle: true });

/** Two versioned buckets. */
async function createPair(peer: Peer): Promise<void> {
  for (const [Bucket, region] of PAIR) {
    const place = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    await s3At(peer, region).send(new CreateBucketCommand({ Bucket, ...place }));
    await s3At(peer, region).send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  }
}

async function replicate(peer: Peer, [from, region]: (typeof PAIR)[number], to: string): Promise<void> {
  const Destination = {
    Bucket: `arn:aws:s3:::${to}`,
    Metrics: { Status: "Enabled" as const, EventThreshold: { Minutes: 15 } },
    ReplicationTime: { Status: "Enabled" as const, Time: { Minutes: 15 } },
  };
  const deleted = { DeleteMarkerReplication: { Status: "Enabled" as const } };
  const Rules = [{ ID: "all", Priority: 1, Status: "Enabled" as const, Filter: { Prefix: "" }, Destination, ...deleted }];
  await s3At(peer, region).send(new PutBucketReplicationCommand({ Bucket: from, ReplicationConfiguration: { Role: ROLE, Rules } }));
}

const buckets = {
  sourceBuckets: ["assets"],
  destinationBuckets: { assets: "assets-west" },
  sourceRegion: "us-east-1",
  destinationRegion: "us-west-2",
};

/** A rule in both directions. */
export const configuresReplication: Scene = async (peer) => {
  await createPair(peer);
  const ours = async () => {
    const rules = PAIR.map(async ([Bucket, region]) => {
      const { ReplicationConfiguration } = await s3At(peer, region).send(new GetBucketReplicationCommand({ Bucket }));
      return ReplicationConfiguration?.Rules?.map(({ ID, Destination }) => [ID, Destination?.Bucket]);
    });
    return Promise.all(rules);
  };
  const wanted = [[["dr-orchestrator", "arn:aws:s3:::assets-west"]], [["dr-orchestrator", "arn:aws:s3:::assets"]]];
  return { resources: buckets, config: { replicationRole: ROLE }, fact: ours, wanted };
};

/** A record leads to the replica, or back. */
export function switchesBuckets(way: "failback" | "failover"): Scene {
  return async (peer) => {
    await createPair(peer);
    await replicate(peer, PAIR[0], "assets-west");
    await replicate(peer, PAIR[1], "assets");
    const route53 = new Route53Client(peer.at("us-east-1"));
    const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: "buckets.example.", CallerReference: "one" }));
    const hostedZoneId = HostedZone?.Id?.split("/").at(-1) ?? "";
    const recordName = "cdn.buckets.example";
    const [before, newValue] = way === "failover" ? ["east.example", "west.example"] : ["west.example", "east.example"];
    const set = { Name: recordName, Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: before }] };
    const ChangeBatch = { Changes: [{ Action: "CREATE" as const, ResourceRecordSet: set }] };
    await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch }));
    const value = async () => {
      const { ResourceRecordSets } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }));
      return ResourceRecordSets?.find(({ Type }) => Type === "CNAME")?.ResourceRecords?.[0]?.Value;
    };
    const route53Records = [{ hostedZoneId, recordName, recordType: "CNAME", newValue }];
    return { resources: { ...buckets, route53Records }, mode: "planned", fact: value, wanted: newValue };
  };
}
