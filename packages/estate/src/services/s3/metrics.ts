// What S3 reports to CloudWatch about replication (in the destination's Region) and about what a bucket holds (in its own, once a day).
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { bucketKind, type BucketRecord, destinationsOf, pendingOf, type ReplicationRule } from "./records.ts";

/** A value, and the Region without which there are no new data points. */
export type S3Metric = { readonly value: number; readonly sourceRegion: string };

type Series = { readonly name: string; readonly dimensions: Readonly<Record<string, string>> };
type Place = { readonly region: string; readonly nowMs: number };

/** A series of `AWS/S3`, or undefined where S3 reports none: the rule has no metrics, the other Region is asked, nobody counted. */
export const s3Metric = (world: WorldView, series: Series, place: Place): S3Metric | undefined =>
  series.name === "NumberOfObjects" ? countOf(world, series, place) : replicationMetric(world, series, place);

const countOf = (world: WorldView, { dimensions }: Series, { region }: Place): S3Metric | undefined => {
  const bucket = world.get(bucketKind, GLOBAL_REGION, dimensions["BucketName"] ?? "");
  return bucket === undefined || bucket.objects === null || bucket.region !== region
    ? undefined
    : { value: bucket.objects, sourceRegion: region };
};

const isMeasured = ({ Destination }: ReplicationRule): boolean =>
  (Destination as { Metrics?: { Status: string } }).Metrics?.Status === "Enabled";

/** The bucket whose rule is measured to that destination, in whose Region it is asked. */
const measuredSource = (world: WorldView, dimensions: Series["dimensions"], region: string): BucketRecord | undefined => {
  const { SourceBucket = "", DestinationBucket = "", RuleId = "" } = dimensions;
  const source = world.get(bucketKind, GLOBAL_REGION, SourceBucket);
  const rule = source?.replication?.Rules.find(({ ID }) => ID === RuleId);
  const isHere = world.get(bucketKind, GLOBAL_REGION, DestinationBucket)?.region === region;
  if (source === undefined || rule === undefined || !isHere || !isMeasured(rule)) return undefined;
  return destinationsOf(source).includes(DestinationBucket) ? source : undefined;
};

const replicationMetric = (world: WorldView, { name, dimensions }: Series, { region, nowMs }: Place): S3Metric | undefined => {
  const source = measuredSource(world, dimensions, region);
  if (source === undefined || source.lagSeconds === null) return undefined;
  const pending = pendingOf(world, source.name, dimensions["DestinationBucket"] ?? "", nowMs);
  const values: Readonly<Record<string, number>> = {
    ReplicationLatency: source.lagSeconds,
    OperationsPendingReplication: pending.length,
    BytesPendingReplication: pending.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const value = values[name];
  return value === undefined ? undefined : { value, sourceRegion: source.region };
};

const REPLICATION_METRICS = ["ReplicationLatency", "OperationsPendingReplication", "BytesPendingReplication"];

/** The series about replication that exist in a Region: those of measured rules whose destination is there. */
export const s3Series = (world: WorldView, region: string) =>
  world.list(bucketKind, GLOBAL_REGION).flatMap(({ name: source, replication }) =>
    (replication?.Rules ?? [])
      .filter(isMeasured)
      .map(({ ID = "", Destination }) => ({ ruleId: ID, destination: Destination.Bucket.replace("arn:aws:s3:::", "") }))
      .filter(({ destination }) => world.get(bucketKind, GLOBAL_REGION, destination)?.region === region)
      .flatMap(({ ruleId, destination }) =>
        REPLICATION_METRICS.map((metric) => ({
          namespace: "AWS/S3",
          name: metric,
          dimensions: { SourceBucket: source, DestinationBucket: destination, RuleId: ruleId },
        })),
      ),
  );
