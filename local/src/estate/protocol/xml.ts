// Writes and reads the XML bodies of the AWS protocols.
import { XMLParser } from "fast-xml-parser";

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/** An XML document. Members are elements, arrays repeat their element, `@_name` are attributes, undefined is left out. */
export const toXml = (root: string, content: Readonly<Record<string, unknown>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`;

/** The document as nested objects of strings; an element that occurs once is not an array. */
export const parseXml = (text: string): unknown => parser.parse(text) as unknown;

/** An element that may be absent, single or repeated, as an array. */
export const toArray = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === "") return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
};

type Scalar = string | number | boolean;

const element = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join("");
  if (typeof value !== "object") return `<${name}>${escaped(value as Scalar)}</${name}>`;
  const members = Object.entries(value);
  const attributes = members
    .filter(([member]) => member.startsWith("@_"))
    .map(([member, text]) => ` ${member.slice(2)}="${escaped(text as Scalar)}"`);
  const children = members.filter(([member]) => !member.startsWith("@_")).map(([member, child]) => element(member, child));
  return `<${name}${attributes.join("")}>${children.join("")}</${name}>`;
};

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (value: Scalar): string => String(value).replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);
