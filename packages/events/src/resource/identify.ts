/** From what somebody wrote to the one reference of the resource. */
import { parseArn } from "./arn.ts";
import { compositeForms, type NameParts } from "./composite-forms.ts";
import { textForms } from "./forms.ts";
import type { ResourceKind, ResourceReach } from "./kinds.ts";
import { formatReference, type ResourceReference, type ResourceScope } from "./reference.ts";

/** A resource that was recognised: its reference, and wider ones that it lies within (who acts on a wider one acts on this, too). */
export interface IdentifiedResource {
  readonly kind: ResourceKind;
  readonly reference: string;
  readonly within: readonly string[];
}

/** What a name alone does not tell. `namespace` keeps opaque names of different owners apart; `beside` are parts of a name of several that it leaves out. */
export interface IdentifyOptions {
  readonly defaults: ResourceScope;
  readonly namespace?: string | undefined;
  readonly beside?: NameParts | undefined;
}

/**
 * The reference of a name (one text) or of the parts of a name, as a resource of this kind; undefined if it is no spelling of one. The same thing
 * under any two spellings gives the same reference. An ARN's own account and Region count, `defaults` only where the name tells none.
 */
export function identify(
  kind: ResourceKind,
  written: string | NameParts,
  { defaults, namespace, beside }: IdentifyOptions,
): IdentifiedResource | undefined {
  if (kind === "opaque") return opaque(written, defaults, namespace);
  if (kind === "arn" && typeof written === "string") return ofAnyKind(written.trim(), defaults);
  const form = textForms[kind];
  if (!form) return identifyParts(kind, written, { defaults, beside });
  const read = typeof written === "string" ? form.read(written.trim()) : undefined;
  return read && locate(kind, form.reach, { ...read, within: [] }, defaults);
}

/** What to write for a kind, in words: `the name or the ARN of an RDS cluster`. */
export function expectedName(kind: ResourceKind): string {
  return textForms[kind]?.expected ?? compositeForms[kind]?.expected ?? "a name";
}

/** An ARN, as whatever it is of: a file system that one operation names by its id and another by its ARN is one thing. */
function ofAnyKind(arn: string, defaults: ResourceScope): IdentifiedResource | undefined {
  if (parseArn(arn) === undefined) return undefined;
  const [kind, form] = Object.entries(textForms).find(([each, { read }]) => each !== "arn" && read(arn)) ?? ["arn", textForms.arn];
  const read = form?.read(arn);
  return read && locate(kind as ResourceKind, form?.reach, { ...read, within: [] }, defaults);
}

function identifyParts(
  kind: ResourceKind,
  written: string | NameParts,
  { defaults, beside }: IdentifyOptions,
): IdentifiedResource | undefined {
  const form = compositeForms[kind];
  const parts = typeof written === "string" ? form?.split?.(written.trim()) : written;
  const read = parts && form?.read({ ...beside, ...parts });
  return read && locate(kind, form?.reach, read, defaults);
}

function locate(
  kind: ResourceKind,
  reach: ResourceReach | undefined,
  read: { readonly id: string; readonly within: readonly string[] } & Partial<ResourceScope>,
  defaults: ResourceScope,
): IdentifiedResource {
  const account = reach === "global" ? "" : (read.account ?? defaults.account);
  const region = reach === "regional" ? (read.region ?? defaults.region) : "";
  const toText = (id: string): string => formatReference({ kind, account, region, id });
  return { kind, reference: toText(read.id), within: read.within.map(toText) };
}

/** A thing of which nothing is known but its name: compared letter by letter. Parts are put in the order of their names. */
function opaque(written: string | NameParts, { account, region }: ResourceScope, namespace = ""): IdentifiedResource | undefined {
  const parts =
    typeof written === "string"
      ? [written]
      : Object.entries(written)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .flat();
  if (parts.join("") === "") return undefined;
  const reference: ResourceReference = { kind: "opaque", account, region, id: [namespace, ...parts].map(encodeURIComponent).join("/") };
  return { kind: "opaque", reference: formatReference(reference), within: [] };
}
