/** The one name of a resource: `kind:account:region:id`. */
import { resourceKindSchema, type ResourceKind } from "./kinds.ts";

/** Account (12 digits) and Region in which a name without its own is looked up. An empty string means: not known, or one everywhere. */
export interface ResourceScope {
  readonly account: string;
  readonly region: string;
}

/** Identity of a resource. Two references are the same thing if, and only if, their texts are equal. */
export interface ResourceReference extends ResourceScope {
  readonly kind: ResourceKind;
  /** Canonical within kind, account and Region; may hold colons and slashes. */
  readonly id: string;
}

/** `kind:account:region:id`; account and region are empty where the kind's names do not depend on them. */
export function formatReference({ kind, account, region, id }: ResourceReference): string {
  return `${kind}:${account}:${region}:${id}`;
}

/** The parts of a reference's text, or undefined if it is none. */
export function parseReference(text: string): ResourceReference | undefined {
  const [kindText, account, region, ...id] = text.split(":");
  const kind = resourceKindSchema.safeParse(kindText);
  if (!kind.success || account === undefined || region === undefined || id.length === 0) return undefined;
  return { kind: kind.data, account, region, id: id.join(":") };
}
