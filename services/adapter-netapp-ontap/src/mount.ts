/** Mounts volumes one after the other; what is where it shall be is left alone. */
import { block, type Finding } from "@dr/adapter-kit";
import type { ClusterPort } from "./api/cluster-client.ts";
import type { EndFacts, VolumeFacts } from "./api/facts.ts";
import { strangersOf, type WantedPlace } from "./input.ts";
import { pathOf } from "./mirrors.ts";

/** A plan that mounts what a group does not have is refused, with what it has. */
export function fitExports(
  config: Parameters<typeof strangersOf>[0],
  written: string,
  end: EndFacts,
  members: readonly string[],
): readonly Finding[] {
  return strangersOf(config, written, members).map((volume) =>
    block("ontap.no_volume", `config.exports says where ${volume} is mounted, but ${pathOf(end)} has ${members.join(", ")}`, {
      volume,
      members,
    }),
  );
}

function isAt(volumes: readonly VolumeFacts[], { volume, path, policy }: WantedPlace): boolean {
  return volumes.some((one) => one.name === volume && (one.path ?? "") === path && (policy === null || one.policy === policy));
}

/** Whether all are where they shall be. */
export function areMounted(volumes: readonly VolumeFacts[], wanted: readonly WantedPlace[]): boolean {
  return wanted.every((place) => isAt(volumes, place));
}

/** Mounts those that are not there yet: an act that was cut off may have mounted some. An empty path unmounts. */
export async function mountAll(
  port: ClusterPort,
  svm: string,
  wanted: readonly WantedPlace[],
): Promise<{ readonly jobs: (string | null)[] }> {
  const found = await port.volumes(
    svm,
    wanted.map(({ volume }) => volume),
  );
  const jobs: (string | null)[] = [];
  for (const place of wanted.filter((one) => !isAt(found, one))) {
    const uuid = found.find(({ name }) => name === place.volume)?.uuid ?? "";
    jobs.push((await port.mount(uuid, { path: place.path, policy: place.policy })).jobUuid);
  }
  return { jobs };
}
