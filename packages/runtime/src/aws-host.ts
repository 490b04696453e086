/** Where a service of AWS is found by those who speak to it without its SDK. */

/** Suffix of hosts, and partition, by how a Region's name begins, as the AWS SDK for JavaScript has them (its list of partitions); every other one is in `aws`. */
const PARTITIONS: readonly (readonly [prefix: string, suffix: string, partition: string])[] = [
  ["cn-", "amazonaws.com.cn", "aws-cn"],
  ["us-gov-", "amazonaws.com", "aws-us-gov"],
  ["eusc-", "amazonaws.eu", "aws-eusc"],
  ["us-iso-", "c2s.ic.gov", "aws-iso"],
  ["us-isob-", "sc2s.sgov.gov", "aws-iso-b"],
  ["eu-isoe-", "cloud.adc-e.uk", "aws-iso-e"],
  ["us-isof-", "csp.hci.ic.gov", "aws-iso-f"],
];

function partitionIn(region: string): (typeof PARTITIONS)[number] {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix)) ?? ["", "amazonaws.com", "aws"];
}

/** The partition that ARNs of a Region's resources name: `cn-north-1` → `aws-cn`. */
export function awsPartition(region: string): string {
  return partitionIn(region)[2];
}

/** Host of a service in a Region, in whatever partition that is: `events`, `cn-north-1` → `events.cn-north-1.amazonaws.com.cn`. */
export function awsHost(service: string, region: string): string {
  return `${service}.${region}.${partitionIn(region)[1]}`;
}
