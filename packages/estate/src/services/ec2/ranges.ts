// Ranges as EC2 keeps them: host bits zero, IPv6 in its short spelling (EC2 API reference, IpRange and Ipv6Range).
import { isIPv4, isIPv6 } from "node:net";

/** The canonical range, or undefined for what is none. */
export function keptRange(written: string): string | undefined {
  const [address = "", length = ""] = written.split("/");
  if (!/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length);
  if (isIPv4(address)) return bits > 32 ? undefined : `${cleared(address.split(".").map(Number), bits, 8).join(".")}/${bits}`;
  if (!isIPv6(address) || bits > 128) return undefined;
  return `${short(cleared(groups(short([address])), bits, 16).map((part) => part.toString(16)))}/${bits}`;
}

/** Each part with the bits behind the first `bits` of all parts off. */
function cleared(parts: readonly number[], bits: number, width: number): readonly number[] {
  return parts.map((part, index) => {
    const kept = Math.min(width, Math.max(0, bits - index * width));
    return part - (part % 2 ** (width - kept));
  });
}

function short(parts: readonly string[]): string {
  return new URL(`http://[${parts.join(":")}]`).hostname.replaceAll(/[[\]]/g, "");
}

function groups(address: string): readonly number[] {
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}
