// Sizes of items, as the stream's records tell them.
import { expect, it } from "vitest";
import { itemSizeBytes } from "./item-size.ts";

it.each([
  [{ pk: { S: "EXEC#1" } }, 8],
  [{ ü: { S: "ü" } }, 4],
  [{ n: { N: "12345" } }, 5],
  [{ b: { B: Buffer.from("four").toString("base64") } }, 5],
  [{ ok: { BOOL: true }, no: { NULL: true } }, 6],
  [{ m: { M: { a: { S: "xy" } } } }, 1 + 3 + 1 + 2 + 1],
  [{ l: { L: [{ S: "ab" }, { N: "1" }] } }, 1 + 3 + (2 + 1) + (2 + 1)],
  [{ s: { SS: ["ab", "c"] } }, 4],
])("%j has %i bytes", (item, bytes) => {
  expect(itemSizeBytes(item)).toBe(bytes);
});
