/** Instances with volumes in us-east-1, and what was kept of them in us-west-2, for tests of EBS. */
import type { SeedDocument } from "@dr/estate";

/** In us-east-1, with two volumes. */
export const SERVER = "i-0a1a1a1a1a1a1a1a1";
export const ROOT = "vol-0a1a1a1a1a1a1a1a1";
export const DATA = "vol-0a2a2a2a2a2a2a2a2";
/** In us-west-2a, with one volume at /dev/xvda. */
export const STANDBY = "i-0b1b1b1b1b1b1b1b1";
/** In us-west-2: of `DATA` an hour and ten minutes ago, copied. */
export const OLD = "snap-0c1c1c1c1c1c1c1c1";
export const NEW = "snap-0c2c2c2c2c2c2c2c2";

/** What `configure` of these tests usually is. */
export const KEEP = { instanceIds: [SERVER], sourceRegion: "us-east-1", destinationRegion: "us-west-2" };
export const RESTORE = { volumes: [{ from: NEW, availabilityZone: "us-west-2a", instanceId: STANDBY }] };
export const WEST_REGION = { region: "us-west-2" };

type Ec2Seed = NonNullable<SeedDocument["ec2"]>;

/** Both instances with their volumes, and both copies. */
export function ebsSeed(more: Partial<Ec2Seed> = {}): SeedDocument {
  return {
    ec2: {
      instances: [
        { id: SERVER, region: "us-east-1" },
        { id: STANDBY, region: "us-west-2" },
      ],
      volumes: [
        { id: ROOT, region: "us-east-1", instanceId: SERVER },
        { id: DATA, region: "us-east-1", instanceId: SERVER, device: "/dev/sdf" },
        { id: "vol-0b1b1b1b1b1b1b1b1", region: "us-west-2", instanceId: STANDBY },
      ],
      snapshots: [
        { id: OLD, region: "us-west-2", ageSeconds: 3_600, tags: { "dr:source-volume": DATA } },
        { id: NEW, region: "us-west-2", ageSeconds: 600, tags: { "dr:source-volume": DATA } },
      ],
      ...more,
    },
  };
}
