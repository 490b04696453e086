// Volumes and snapshots that storage tasks of a plan name.
import * as z from "zod";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { Ec2Seed } from "./seed.ts";

const restored = z.looseObject({
  from: z.string(),
  availabilityZone: z.string(),
  instanceId: z.string().optional(),
});
const kept = z.looseObject({ instanceIds: z.array(z.string()).catch([]), sourceRegion: z.string().optional().catch(undefined) });

type Disks = { readonly [Member in "instances" | "volumes" | "snapshots"]: NonNullable<Ec2Seed[Member]> };

const regionOfZone = (zone: string): string => /^[a-z]{2}(?:-[a-z]+)+-\d/u.exec(zone)?.[0] ?? zone;

/** A number of a name that is always the same. */
const idOf = (name: string, prefix: string): string => `${prefix}-0${name.replace(/^[a-z]+-/u, "").slice(1, 17)}`;

/** The id in an ARN, or as it is. */
const inArn = (written: string): string => written.split("/").at(-1) ?? written;

/** Instances with a volume, to be kept; snapshots and instances, to be restored. */
export const planDisks = (tasks: readonly PlanTask[]): Disks => {
  const of = (wanted: string) => tasks.filter(({ technology, operation }) => technology === "storage" && operation === wanted);
  const instances = of("ebs_snapshot").flatMap(({ resources }) => {
    const { instanceIds, sourceRegion } = kept.parse(resources);
    return instanceIds.map((written) => ({ id: inArn(written), ...(sourceRegion === undefined ? {} : { region: sourceRegion }) }));
  });
  const volumes = of("ebs_restore").flatMap(({ resources }) => z.array(restored).safeParse(resources["volumes"]).data ?? []);
  return {
    instances: [
      ...instances,
      ...volumes.flatMap(({ instanceId: id, availabilityZone }) =>
        id === undefined ? [] : [{ id: inArn(id), region: regionOfZone(availabilityZone), availabilityZone }],
      ),
    ],
    volumes: instances.map(({ id, ...place }) => ({ ...place, id: idOf(id, "vol"), instanceId: id })),
    snapshots: volumes.map(({ from, availabilityZone }) =>
      from.startsWith("snap-")
        ? { id: from, region: regionOfZone(availabilityZone) }
        : { id: idOf(from, "snap"), volumeId: from, region: regionOfZone(availabilityZone) },
    ),
  };
};
