import { expect, test } from "vitest";
import { canonicalDnsName } from "./dns-name.ts";

test.each([
  ["O.Example.COM", "o.example.com."],
  ["o.example.com.", "o.example.com."],
  ["*.example.com", "\\052.example.com."],
  ["\\052.example.com.", "\\052.example.com."],
  ["0/25.z.example.com", "0\\05725.z.example.com."],
  ["0\\05725.Z.example.com.", "0\\05725.z.example.com."],
  ["\\101bc.example.com", "abc.example.com."],
  ["_dmarc.example.com", "_dmarc.example.com."],
  ["a\\056b.example.com", "a\\056b.example.com."],
  ["a.b.example.com", "a.b.example.com."],
  ["a b.example.com", "a\\040b.example.com."],
  ["bücher.example.com", "b\\303\\274cher.example.com."],
  ["b\\303\\274cher.example.com", "b\\303\\274cher.example.com."],
  ["a\\b.example.com", "a\\134b.example.com."],
  ["a\\777.example.com", "a\\134777.example.com."],
  [" o.example.com ", "o.example.com."],
  ["", "."],
])("%s is %s", (written, canonical) => {
  expect(canonicalDnsName(written)).toBe(canonical);
});
