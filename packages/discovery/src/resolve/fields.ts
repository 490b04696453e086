/** Which field of a task's resources a found thing goes into: as the operation declares it, never by a field's name. */
import { identify, parseReference, type DeclaredNames, type ResourceKind, type ResourceScope } from "@dr/events";
import type { FoundResource } from "../core/select.ts";

/** A list of names that tags can fill. */
export interface FillableField {
  readonly field: string;
  readonly kinds: readonly ResourceKind[];
}

/** A found thing in its field, under the name that the operation takes. */
export interface Placed {
  readonly field: string;
  readonly kind: ResourceKind;
  readonly reference: string;
  readonly written: string;
  readonly found: FoundResource;
}

/** Not one kind of thing, or a name that no tag can tell in full. */
const NEVER: readonly ResourceKind[] = ["arn", "opaque", "dns-record"];

/** The lists of a task's `resources` whose entries it acts on and that name one sort of thing by one text. */
export function fillableFields({ names }: Pick<DeclaredNames, "names">): readonly FillableField[] {
  return names.flatMap(({ at: [part, field, each, ...more], kinds, use, fields }) => {
    const isList = part === "resources" && field !== undefined && each === "[]" && more.length === 0;
    const usable = kinds.filter((kind) => !NEVER.includes(kind));
    return isList && use === "acts" && fields === undefined && usable.length > 0 ? [{ field, kinds: usable }] : [];
  });
}

/** The kinds that fit an ARN, of those given; the first counts. */
export function kindOf(
  arn: string,
  kinds: readonly ResourceKind[],
): { readonly kind: ResourceKind; readonly reference: string } | undefined {
  for (const kind of kinds) {
    const named = identify(kind, arn, { defaults: { account: "", region: "" } });
    if (named) return { kind, reference: named.reference };
  }
  return undefined;
}

/**
 * Puts what was found into the fields. Members stand behind their cluster if it was found, too; an EC2 instance in a field of DRS source servers
 * becomes the server that replicates it (`servers`, by the instance's ARN); one that DRS does not replicate has no place there.
 */
export function placeInFields(
  found: readonly FoundResource[],
  fields: readonly FillableField[],
  { scope, servers }: { readonly scope: ResourceScope; readonly servers: ReadonlyMap<string, FoundResource> },
): readonly Placed[] {
  const placed = new Map<string, Placed>();
  const taken = new Set(found.filter(({ arn }) => fields.some(({ kinds }) => kindOf(arn, kinds))).map(({ arn }) => arn));
  const wanted = found.filter(({ cluster }) => cluster === undefined || !taken.has(cluster));
  for (const resource of wanted) {
    const [first] = fields.flatMap((field) => placeIn(field, resource, servers.get(resource.arn)));
    if (!first || placed.has(first.reference)) continue;
    placed.set(first.reference, { ...first, written: toName(first.found.arn, first, scope) });
  }
  return [...placed.values()];
}

/** The thing in this field, if it belongs there. Other technologies' instances have the same tags as servers: DRS can do nothing with them. */
function placeIn(
  { field, kinds }: FillableField,
  resource: FoundResource,
  server: FoundResource | undefined,
): readonly Omit<Placed, "written">[] {
  const ofDrs = kinds.includes("drs-source-server");
  // The tags that led here are the instance's, whatever the server's own are.
  const meant = ofDrs && server ? { ...resource, arn: server.arn } : resource;
  const named = kindOf(meant.arn, kinds);
  return named && !(ofDrs && named.kind === "ec2-instance") ? [{ field, ...named, found: meant }] : [];
}

/** The plain name where the task looks anyway; the ARN elsewhere, which tells account and Region. */
function toName(arn: string, { reference }: { readonly reference: string }, scope: ResourceScope): string {
  const told = parseReference(reference);
  if (!told) return arn;
  const here = (told.account === "" || told.account === scope.account) && (told.region === "" || told.region === scope.region);
  return here ? told.id : arn;
}
