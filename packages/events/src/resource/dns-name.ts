/** Names of DNS in the one spelling that Route 53 answers with. */

/** Route 53 writes these as they are and every other octet as `\` and three octal digits (developer guide, "DNS domain name format"). */
const PLAIN = /^[a-z0-9_.-]$/;
const UPPER_A = 65;
const UPPER_Z = 90;
const TO_LOWER = 32;

/**
 * A name as Route 53 lists it: lower case, final dot, every octet but `a-z 0-9 - _ .` as `\ooo` (so `*` is `\052`, and a dot inside a label is
 * `\056`). Any spelling of a name gives the same text: upper or lower case, escaped or plain, with or without the final dot. Characters beyond
 * ASCII count as their UTF-8 octets. A backslash without three octal digits below 400 behind it is itself an octet.
 */
export function canonicalDnsName(written: string): string {
  const labels = octetsOf(written.trim());
  const text = labels.map((octet) => (octet === "." ? "." : toText(octet))).join("");
  return text.endsWith(".") ? text : `${text}.`;
}

/** An octet of a label, or the dot between two labels: a dot inside a label is the number 46. */
type Octet = number | ".";

function octetsOf(text: string): readonly Octet[] {
  return [...text.matchAll(/\\(?<octal>[0-3][0-7]{2})|(?<separator>\.)|(?<rest>[\s\S])/gu)].flatMap(({ groups = {} }): Octet[] => {
    if (groups["octal"] !== undefined) return [Number.parseInt(groups["octal"], 8)];
    return groups["separator"] === undefined ? utf8(groups["rest"] ?? "") : ["."];
  });
}

function toText(octet: number): string {
  const folded = octet >= UPPER_A && octet <= UPPER_Z ? octet + TO_LOWER : octet;
  const letter = String.fromCodePoint(folded);
  return PLAIN.test(letter) && letter !== "." ? letter : `\\${folded.toString(8).padStart(3, "0")}`;
}

/** UTF-8 octets of one character, without an encoder of the platform. */
function utf8(character: string): number[] {
  const encoded = encodeURIComponent(character);
  if (!encoded.startsWith("%")) return [character.codePointAt(0) ?? 0];
  return encoded
    .slice(1)
    .split("%")
    .map((hex) => Number.parseInt(hex, 16));
}
