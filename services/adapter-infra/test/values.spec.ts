/** Given a value that a plan writes, when a service would refuse it or keep it in another spelling, then that is known before anything is asked of it. */
import { BlockList } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { canonicalRange } from "../src/network/peer.ts";
import { canonicalTraffic } from "../src/network/protocol.ts";

const complaints = (operation: keyof typeof infraAdapter.operations, resources: object): readonly string[] =>
  infraAdapter.operations[operation]?.resources
    .safeParse(resources)
    .error?.issues.map(({ path, message }) => `${path.slice(2).join(".")}: ${message}`) ?? [];
const record = (recordType: string, newValue: string | readonly string[], recordName = "app.example.com") =>
  complaints("dns_update", { route53Records: [{ hostedZoneId: "Z1", recordName, recordType, newValue }] });

describe("a record", () => {
  test.each<[string, string | readonly string[]]>([
    ["A", ["192.0.2.1", "192.0.2.2"]],
    ["AAAA", "2001:db8::1"],
    ["CNAME", "d111111abcdef8.cloudfront.net"],
    ["CNAME", "_acme.example.com."],
    ["MX", "10 mail.example.com"],
    ["TXT", '"v=spf1 -all" "and more"'],
    ["SRV", "1 10 5060 sip.example.com"],
    ["NS", ["ns-1.example.com", "ns-2.example.com."]],
    ["CAA", '0 issue "ca.example.com"'],
  ])("of type %s takes %j", (type, values) => {
    expect(record(type, values)).toEqual([]);
  });

  test.each<[string, string | readonly string[], string]>([
    ["A", "300.1.1.1", "IPv4 addresses"],
    ["A", "2001:db8::1", "IPv4 addresses"],
    ["A", ["192.0.2.1", "lb.example.com"], "IPv4 addresses"],
    ["AAAA", "10.0.0.1", "IPv6 addresses"],
    ["CNAME", "not a name..", "one name"],
    ["MX", "mail.example.com", "a priority and a name, such as 10 mail.example.com"],
    ["TXT", "hello", "text in double quotes, up to 255 characters each"],
    ["TXT", `"${"x".repeat(256)}"`, "text in double quotes, up to 255 characters each"],
    ["SRV", "1 10 sip.example.com", "priority, weight, port and name"],
  ])("of type %s is refused %j", (type, values, expected) => {
    const [wrong = ""] = [values].flat().slice(-1);
    expect(record(type, values)).toEqual([`newValue: expected ${expected} in a record of type ${type}, not ${wrong.slice(0, 80)}`]);
  });

  test("of type CNAME has one value", () => {
    expect(record("CNAME", ["a.example.com", "b.example.com"])).toEqual(["newValue: expected one value in a record of type CNAME"]);
  });

  test.each(["a..example.com", ".example.com", `${"x".repeat(64)}.example.com`])("is not called %s", (name) => {
    const expected = "recordName: expected a domain name: labels of 1 to 63 characters, with dots between them";
    expect(record("A", "192.0.2.1", name)).toEqual([expected]);
  });

  test.each(["*.example.com", "\\052.example.com.", "0/25.2.0.192.in-addr.arpa", "_dmarc.example.com"])("may be called %s", (name) => {
    expect(record("A", "192.0.2.1", name)).toEqual([]);
  });
});

const rule = (fields: object) =>
  complaints("sg_rules", { securityGroups: [{ groupId: "sg-1", authorize: [{ fromPort: 443, peer: "10.0.0.0/8", ...fields }] }] });

describe("a rule of a security group", () => {
  test.each([{ fromPort: 443, toPort: 80 }, { fromPort: -1 }, { protocol: "UDP", fromPort: 2, toPort: 1 }])("has no ports %j", (ports) => {
    expect(rule(ports)).toEqual(["authorize.0: expected fromPort not above toPort, both from 0"]);
  });

  test.each([
    { protocol: "icmp", fromPort: 8, toPort: -1 },
    { protocol: "-1", fromPort: -1 },
    { fromPort: 0, toPort: 65_535 },
  ])("may have %j", (ports) => {
    expect(rule(ports)).toEqual([]);
  });

  test.each(["gre", "256", "tcp/udp", ""])("is not of protocol %j", (name) => {
    expect(rule({ protocol: name })).toEqual(["authorize.0.protocol: expected tcp, udp, icmp, icmpv6, a number up to 255, or -1 for all"]);
  });

  test.each([
    [
      { protocol: "6", fromPort: 443, toPort: 443 },
      { protocol: "tcp", fromPort: 443, toPort: 443 },
    ],
    [
      { protocol: "58", fromPort: 128, toPort: -1 },
      { protocol: "icmpv6", fromPort: 128, toPort: -1 },
    ],
    [
      { protocol: "50", fromPort: 0, toPort: 65_535 },
      { protocol: "50", fromPort: -1, toPort: -1 },
    ],
    [
      { protocol: "ALL", fromPort: 0, toPort: 0 },
      { protocol: "-1", fromPort: -1, toPort: -1 },
    ],
  ])("of %j is kept as %j", (asked, kept) => {
    expect(canonicalTraffic(asked)).toEqual(kept);
  });

  test.each(["10.0.0.300/8", "10.0.0.0/33", "2001:db8::/129", "1:2:3/64"])("has no peer %s", (peer) => {
    expect(rule({ peer })).toEqual(["authorize.0.peer: expected a range whose address and prefix length exist"]);
  });
});

test("two spellings of a range are one, and it holds the address that was written", () => {
  const address = fc.oneof(
    fc.ipV4().map((ip) => ({ ip, bits: 32 })),
    fc.ipV6().map((ip) => ({ ip, bits: 128 })),
  );
  fc.assert(
    fc.property(address, fc.nat(128), ({ ip, bits }, wanted) => {
      const prefix = wanted % (bits + 1);
      const kept = canonicalRange(`${ip}/${prefix}`) ?? "";
      expect(canonicalRange(kept)).toBe(kept);
      expect(canonicalRange(`${ip.toUpperCase()}/${prefix}`)).toBe(kept);
      const [network = ""] = kept.split("/");
      const list = new BlockList();
      const family = bits === 32 ? "ipv4" : "ipv6";
      list.addSubnet(ip, prefix, family);
      expect(list.check(network, family)).toBe(true);
    }),
  );
});
