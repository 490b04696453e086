// TagResource and UntagResource of source servers; DescribeSourceServers shows the tags.
import * as z from "zod";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { taggedId, taggedKind } from "../tagging/records.ts";
import { notFound } from "./drs-errors.ts";
import { sourceServerKind } from "./records.ts";

const resourceArn = z
  .string()
  .regex(/^arn:aws[\w-]*:drs:[a-z0-9-]+:\d{12}:source-server\/s-[0-9a-zA-Z]{17}$/u, "expected the ARN of a source server");
const idOf = (arn: string): string => arn.split("/")[1] ?? "";

const change = (
  { world, region }: WriteCall,
  arn: string,
  next: (tags: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): object => {
  const id = idOf(arn);
  if (world.get(sourceServerKind, region, id) === undefined) throw notFound(id, "SOURCE_SERVER");
  const of = { service: "drs", region, resource: `source-server/${id}` };
  const tags = world.get(taggedKind, region, taggedId(of))?.tags ?? {};
  world.put(taggedKind, region, taggedId(of), { ...of, tags: next(tags) });
  return {};
};

/** Adds tags, or gives those of the same key another value. */
export const tagResource = writeOperation({
  input: z.looseObject({ resourceArn, tags: z.record(z.string().min(1).max(128), z.string().max(256)) }),
  resources: (input) => [idOf(input.resourceArn)],
  run: (input, call) => change(call, input.resourceArn, (tags) => ({ ...tags, ...input.tags })),
});

/** Removes tags by key. */
export const untagResource = writeOperation({
  input: z.looseObject({ resourceArn, tagKeys: z.array(z.string()).min(1) }),
  resources: (input) => [idOf(input.resourceArn)],
  run: (input, call) =>
    change(call, input.resourceArn, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key)))),
});
