/** Documents that once cost far more than they are long, and their kin. Generated, so that tests and benches choose their size. */
import type { PlanFormat } from "../plan/source.ts";

/** One shape of a document at one size. */
export interface HostileDocument {
  readonly name: string;
  readonly format: PlanFormat;
  readonly text: string;
}

const filled = (text: string, length: number): string => text.repeat(Math.max(1, Math.floor(length / text.length)));
const listed = (length: number, each: (index: number) => string, joiner: string): string => {
  const count = Math.max(1, Math.floor(length / (each(10_000).length + joiner.length)));
  return Array.from({ length: count }, (_, index) => each(index)).join(joiner);
};
const plan = (members: string): string => `{"planId":"p","name":"n",${members}}`;
const technology = (more: string): string => `{"type":"database","operation":"failover","resources":{"clusters":["a"]}${more}}`;
const wave = (more: string): string => plan(`"waves":[{"waveNumber":1,${more}}]`);

/** By name: the document of about so many characters. */
const JSON_SHAPES: Readonly<Record<string, (length: number) => string>> = {
  "unknown keys of the plan": (length) => `{${listed(length, (index) => `"k${index}":1`, ",")}}`,
  "slips of one key": (length) => wave(`${listed(length, (index) => `"pauseBeforWav${index}":1`, ",")},"technologies":[]`),
  "open lists": (length) => filled("[", length),
  "open objects": (length) => filled('{"a":', length),
  "lists closed": (length) => filled("[", length / 2) + filled("]", length / 2),
  "empty lists": (length) => `[${filled("[],", length)}[]]`,
  "empty objects": (length) => `[${filled("{},", length)}{}]`,
  "lone surrogates in a value": (length) => plan(`"x":"${filled("\uD800", length)}"`),
  "lone surrogates, escaped": (length) => plan(`"x":"${filled(String.raw`\ud800`, length)}"`),
  "lone surrogates in keys": (length) => `{${listed(length, (index) => `"\uD800${index}":1`, ",")}}`,
  "one long key": (length) => `{"${filled("k", length)}":1}`,
  "one long id": (length) => `{"planId":"${filled("a", length)}","name":"n","waves":[]}`,
  "one long number": (length) => plan(`"x":${filled("1", length)}`),
  "one key twice and again": (length) => `{${filled('"a":1,', length)}"a":1}`,
  "line ends": (length) => filled("\n", length),
  comments: (length) => `[${filled("/**/", length)}]`,
  slashes: (length) => `[${filled("/", length)}`,
  "an open text": (length) => `{"a":"${filled("b", length)}`,
  escapes: (length) => plan(`"x":"${filled(String.raw`\n`, length)}"`),
  "bad escapes": (length) => plan(`"x":"${filled(String.raw`\q`, length)}"`),
  commas: (length) => `[${filled(",", length)}]`,
  closers: (length) => filled("]", length),
  "waves that are numbers": (length) => plan(`"waves":[${filled("1,", length)}1]`),
  "empty waves": (length) => plan(`"waves":[${filled("{},", length)}{}]`),
  "one wave again and again": (length) => plan(`"waves":[${filled('{"waveNumber":1,"technology":"x"},', length)}{}]`),
  "empty technologies": (length) => wave(`"technologies":[${filled("{},", length)}{}]`),
  "unknown technologies": (length) => wave(`"technologies":[${filled('{"type":"x","resources":{}},', length)}{}]`),
  dependencies: (length) => wave(`"dependencies":[${filled("7,", length)}7],"technologies":[]`),
  "dependencies on unknown names": (length) =>
    wave(`"technologies":[${technology(`,"dependsOn":[${listed(length, (index) => `"t${index}"`, ",")}]`)}]`),
  "a technology that waits for all": (length) =>
    wave(`"technologies":[${listed(length, (index) => technology(`,"id":"t${index}","dependsOn":["database"]`), ",")}]`),
  "waves in a circle": (length) =>
    plan(
      `"waves":[${listed(length, (index) => `{"waveNumber":${index + 1},"dependencies":[${index + 2}],"technologies":[${technology("")}]}`, ",")}]`,
    ),
  "approver roles": (length) => plan(`"approval":{"approverRoles":[${filled('"",', length)}""]},"waves":[]`),
  "unknown fields of an approval": (length) => plan(`"approval":{${listed(length, (index) => `"k${index}":1`, ",")}},"waves":[]`),
  tags: (length) => plan(`"tags":{${listed(length, (index) => `"k${index}":1`, ",")}},"waves":[]`),
  "unknown resources": (length) =>
    wave(`"technologies":[{"type":"database","operation":"failover","resources":{${listed(length, (index) => `"k${index}":1`, ",")}}}]`),
  "validation of any name": (length) =>
    wave(`"technologies":[${technology(`,"validation":{${listed(length, (index) => `"approve${index}":1`, ",")}}`)}]`),
  prototypes: (length) => filled('{"__proto__":', Math.min(length, 600)) + "1" + filled("}", 46),
};

const YAML_SHAPES: Readonly<Record<string, (length: number) => string>> = {
  "unknown keys of the plan": (length) => listed(length, (index) => `k${index}: 1`, "\n"),
  "one key twice and again": (length) => filled("a: 1\n", length),
  "open lists": (length) => filled("[", length),
  "open maps": (length) => filled("{a: ", length),
  "lists in one line": (length) => filled("- ", length),
  "keys in one line": (length) => filled("? ", length),
  "colons in one line": (length) => filled(": ", length),
  "ever deeper lines": (length) => listed(Math.min(length, 60_000), (index) => `${" ".repeat(index % 400)}a:`, "\n"),
  "line ends": (length) => filled("\n", length),
  "tabs and line ends": (length) => filled("\t\n", length),
  comments: (length) => filled("#\n", length),
  spaces: (length) => filled(" ", length),
  "lone surrogates": (length) => `a: ${filled("\uD800", length)}`,
  "a text of many lines": (length) => `a: ${filled("b\n  ", length)}`,
  "a quoted text of many lines": (length) => `a: "${filled("b\n  ", length)}"`,
  "a block of many lines": (length) => `a: |\n${filled("  b\n", length)}`,
  "a folded block": (length) => `a: >\n${filled("  b\n\n", length)}`,
  "mappings in mappings": (length) => filled("a: b: c\n", length),
  "tabs that indent": (length) => filled("\ta: 1\n", length),
  closers: (length) => filled("}\n", length),
  "bad escapes": (length) => `"${filled(String.raw`\q`, length)}"`,
  directives: (length) => filled("%A b\n", length),
  "versions of YAML": (length) => `${filled("%YAML 1.1\n", length)}--- a`,
  "tag directives": (length) => filled("%TAG ! a\n", length),
  documents: (length) => filled("---\n", length),
  "ends of documents": (length) => filled("...\n", length),
  tags: (length) => filled("- !x a\n", length),
  anchors: (length) => filled("- &a\n", length),
  "aliases of nothing": (length) => filled("- *a\n", length),
  "aliases of a leaf": (length) => `- &a x\n${filled("- *a\n", length)}`,
  "a billion laughs": (length) => `a0: &a0 [x, x]\n${laughs(length, (name) => `[${name}, ${name}, ${name}, ${name}]`)}`,
  "a billion merges": (length) => `a0: &a0 {x: 1}\n${laughs(length, (name) => `{<<: ${name}, b: ${name}, c: ${name}}`)}`,
  "merges of one large map": (length) =>
    `a: &a {${listed(length / 2, (index) => `k${index}: 1`, ", ")}}\nb:\n${filled("  - <<: *a\n", length / 2)}`,
  "a long text, many times": (length) => `a: &a ${filled("x", length / 2)}\nb:\n${filled("  - *a\n", length / 2)}`,
  "commas in a list": (length) => `[${filled(",", length)}`,
  "colons in a map": (length) => `{${filled(":,", length)}}`,
  "pairs in a list": (length) => `[${filled("a: b, ", length)}c]`,
  "reserved characters": (length) => filled("@\n", length),
};

/** Each level names the one before several times. */
function laughs(length: number, level: (alias: string) => string): string {
  const count = Math.max(1, Math.floor(Math.min(length, 8000) / 40));
  return Array.from({ length: count }, (_, index) => `a${index + 1}: &a${index + 1} ${level(`*a${index}`)}`).join("\n");
}

/** Some 75 documents of about so many characters each, none of which is a plan. */
export function hostileDocuments(length: number): readonly HostileDocument[] {
  const of = (format: "json" | "yaml", shapes: typeof JSON_SHAPES): readonly HostileDocument[] =>
    Object.entries(shapes).map(([name, make]) => ({ name: `${format}: ${name}`, format, text: make(length) }));
  return [...of("json", JSON_SHAPES), ...of("yaml", YAML_SHAPES)];
}
