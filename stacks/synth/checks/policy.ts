/** Reads the policies of an app's roles. */
import type { SynthesizedApp } from "./check.ts";
import { inputsOf, ROLE, type RoleInputs } from "./types.ts";

/** A statement of a role's policy. */
export interface Statement {
  readonly role: string;
  readonly effect: string;
  /** Empty where the statement is on all but `notActions`. */
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Every statement of every role. */
export function statementsOf(app: Pick<SynthesizedApp, "resources">): readonly Statement[] {
  return inputsOf<RoleInputs>(app, ROLE).flatMap(({ name, inlinePolicies = [] }) =>
    inlinePolicies.flatMap(({ policy }) =>
      (JSON.parse(policy) as { Statement: RawStatement[] }).Statement.map(
        ({ Effect, Action = [], NotAction = [], Resource, Condition = {} }) => ({
          role: name,
          effect: Effect,
          actions: [Action].flat(),
          notActions: [NotAction].flat(),
          resources: [Resource].flat(),
          conditions: Condition,
        }),
      ),
    ),
  );
}

interface RawStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Statement["conditions"];
}

/** True if IAM's pattern (`*` any text, `?` one character) covers the text. */
export function covers(pattern: string, text: string): boolean {
  const expression = pattern
    .split("")
    .map((character) => (character === "*" ? ".*" : character === "?" ? "." : character.replace(/[\\^$.|+()[\]{}]/, String.raw`\$&`)))
    .join("");
  return new RegExp(`^${expression}$`).test(text);
}

/**
 * True if the ARN names a service and a kind of resource before its first wildcard, or nothing but the one resource: `arn:aws:rds:*:1:cluster:*` does,
 * `arn:aws:rds:*:1:*` does not.
 */
export function namesAKind(arn: string): boolean {
  const [scheme, partition, service, , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  const parts = [scheme, partition, service];
  return parts.every((part) => part !== undefined && part !== "" && !part.includes("*")) && /^[^*?]/.test(resource);
}
