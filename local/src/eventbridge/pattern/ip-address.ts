/** IP address literals, read as Java's InetAddress reads them, because EventBridge's matcher does. */

const IPV4_SHAPE = /^\d+\.\d+\.\d+\.\d+$/;
const IPV6_SHAPE = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const IPV6_GROUP = /^0*[0-9a-fA-F]{1,4}$/;
const IPV4_MAPPED_PREFIX = "00000000000000000000FFFF";

function ipv4ToHex(text: string): string | undefined {
  const bytes = text.split(".").map(Number);
  if (text.length > 15 || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toGroups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}

function ipv6ToHex(text: string): string | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = toGroups(head);
  const after = toGroups(tail ?? "");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!groups.every((group) => IPV6_GROUP.test(group))) return undefined;
  return groups.map((group) => group.slice(-4).padStart(4, "0")).join("");
}

/**
 * The address as upper-case hexadecimal: 8 digits for IPv4, 32 for IPv6, `undefined` for any other text.
 * `010.0.0.1` is 10.0.0.1 (decimal, not octal) and an IPv4-mapped IPv6 address is its IPv4 address.
 */
export function ipToHex(text: string): string | undefined {
  if (IPV4_SHAPE.test(text)) return ipv4ToHex(text)?.toUpperCase();
  if (!IPV6_SHAPE.test(text)) return undefined;
  const hex = ipv6ToHex(text)?.toUpperCase();
  return hex?.startsWith(IPV4_MAPPED_PREFIX) === true ? hex.slice(IPV4_MAPPED_PREFIX.length) : hex;
}
