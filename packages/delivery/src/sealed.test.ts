// What is entrusted to us is read by the platform alone, and as nobody else's.
import { expect, test } from "vitest";
import { seal, unseal } from "./sealed.ts";

const key = "the platform's own key";

test("what was sealed comes back, and looks different each time", () => {
  const [one, other] = [seal(key, "cb-1", "a token"), seal(key, "cb-1", "a token")];
  expect([unseal(key, "cb-1", one), unseal(key, "cb-1", other)]).toEqual(["a token", "a token"]);
  expect(one).not.toBe(other);
});

test("another receiver, another key and a changed byte read nothing", () => {
  const sealed = seal(key, "cb-1", "a token");
  const bytes = Buffer.from(sealed, "base64");
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  for (const attempt of [
    () => unseal(key, "cb-2", sealed),
    () => unseal("another", "cb-1", sealed),
    () => unseal(key, "cb-1", bytes.toString("base64")),
  ])
    expect(attempt).toThrow("unable to authenticate data");
});
