// Reads the form bodies of the query protocols (`A.B.1.C=v`) into what the schema says they mean.
import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { type MemberTraits, traitsOf } from "./schema.ts";

/** How a flavour of the protocol names members: EC2 capitalises keys and never wraps lists. */
export type FormSettings = { readonly ec2: boolean };

/** A form as nested objects of strings; without a prototype, because its names come from outside. */
export type FormNode = { [member: string]: FormNode | string };

/** The members of a form body by their dotted paths. A name that is a value and a parent is a parent. */
export const parseForm = (body: string): FormNode => {
  const root = emptyNode();
  for (const [path, value] of new URLSearchParams(body)) place(root, path.split("."), value);
  return root;
};

const emptyNode = (): FormNode => Object.create(null) as FormNode;

const place = (root: FormNode, path: readonly string[], value: string): void => {
  let node = root;
  for (const member of path.slice(0, -1)) {
    const next = node[member];
    const child = typeof next === "object" ? next : emptyNode();
    node[member] = child;
    node = child;
  }
  node[path.at(-1) ?? ""] = value;
};

// RFC 3339 is what the protocol says for timestamps whose trait says nothing (`@smithy/types`, SCHEMA_TIMESTAMP_DATE_TIME).
const TEXT = new FromStringShapeDeserializer({ httpBindings: false, timestampFormat: { useTrait: true, default: 5 } });

/** The value that a node of the form has under a schema: the mirror image of the SDK's QueryShapeSerializer. */
export const readForm = (schema: NormalizedSchema, node: FormNode | string | undefined, settings: FormSettings): unknown => {
  if (node === undefined || schema.isUnitSchema()) return undefined;
  if (schema.isListSchema()) return readList(schema, node, settings);
  if (schema.isMapSchema()) return readMap(schema, node, settings);
  if (schema.isStructSchema()) return readStruct(schema, node, settings);
  if (typeof node !== "string") throw new Error("a value was expected where the form has members");
  return TEXT.read(schema, node) as unknown;
};

const readStruct = (schema: NormalizedSchema, node: FormNode | string, settings: FormSettings): object => {
  const members = [...schema.structIterator()].map(([name, member]): [string, unknown] => [
    name,
    readForm(member, childOf(node, keyOf(name, traitsOf(member), settings, "struct")), settings),
  ]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const readList = (schema: NormalizedSchema, node: FormNode | string, settings: FormSettings): readonly unknown[] => {
  const member = schema.getValueSchema();
  const flat = settings.ec2 || traitsOf(schema).xmlFlattened;
  const items = numbered(flat ? node : childOf(node, keyOf("member", traitsOf(member), settings)));
  return items.map((item) => readForm(member, item, settings));
};

const readMap = (schema: NormalizedSchema, node: FormNode | string, settings: FormSettings): object => {
  const key = keyOf("key", traitsOf(schema.getKeySchema()), settings);
  const value = keyOf("value", traitsOf(schema.getValueSchema()), settings);
  const entries = numbered(traitsOf(schema).xmlFlattened ? node : childOf(node, "entry"));
  return Object.fromEntries(
    entries.map((entry) => [textOf(childOf(entry, key)), readForm(schema.getValueSchema(), childOf(entry, value), settings)]),
  );
};

const textOf = (node: FormNode | string | undefined): string => (typeof node === "string" ? node : "");

const childOf = (node: FormNode | string | undefined, name: string): FormNode | string | undefined =>
  typeof node === "object" ? node[name] : undefined;

const numbered = (node: FormNode | string | undefined): readonly (FormNode | string)[] =>
  typeof node !== "object"
    ? []
    : Object.entries(node)
        .filter(([name]) => /^\d+$/u.test(name))
        .toSorted(([a], [b]) => Number(a) - Number(b))
        .map(([, child]) => child);

const keyOf = (name: string, traits: MemberTraits, { ec2 }: FormSettings, of?: "struct"): string => {
  if (ec2 && traits.ec2QueryName !== undefined) return traits.ec2QueryName;
  const key = traits.xmlName ?? name;
  return ec2 && of === "struct" ? key.charAt(0).toUpperCase() + key.slice(1) : key;
};
