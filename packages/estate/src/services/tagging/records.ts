// The records of the simulated tagging service: tags of anything that has an ARN, whether its own service is simulated or not.
import { defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** Tags of one thing. `service` and `resource` are parts of its ARN, whose account is that of the estate. */
export type TaggedRecord = {
  readonly service: string;
  readonly region: string;
  readonly resource: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** Tagged things by `service:resource`. */
export const taggedKind = defineKind<TaggedRecord>("tagging.resource");

/** The id under which the tags of a thing are kept. */
export const taggedId = ({ service, resource }: Pick<TaggedRecord, "service" | "resource">): string => `${service}:${resource}`;

/** The tags that a seed or a plan gave to a thing. */
export const tagsOf = (
  world: WorldView,
  { region, ...of }: Pick<TaggedRecord, "service" | "region" | "resource">,
): Readonly<Record<string, string>> => world.get(taggedKind, region, taggedId(of))?.tags ?? {};
