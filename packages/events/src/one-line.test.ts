// Text of one line is what can be seen; of any other text all can be seen once it is spelt out.
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { ONE_LINE, printable } from "./one-line.ts";

test.each(["", "Störung Süd 🔥", "a b", "=cmd", "<b>"])("%j is one line", (text) => {
  expect(ONE_LINE.test(text)).toBe(true);
  expect(printable(text)).toBe(text);
});

test.each(["a\nb", "a\u0000", "\u001b[2J", "\u009b31m", "a\u2028b", "a\u202eb", "\u2066a", "a\u007f"])("%j is not", (text) => {
  expect(ONE_LINE.test(text)).toBe(false);
});

test("whatever the text is, nothing unseen is left, and what can be seen stays", () => {
  assert(
    property(string({ unit: "binary", maxLength: 40 }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      const spelt = shown.replaceAll(/\\(?:u([0-9a-f]{4})|([nrt]))/g, (whole, hex: string | undefined, short: string | undefined) =>
        text.includes(whole)
          ? whole
          : hex === undefined
            ? { n: "\n", r: "\r", t: "\t" }[short ?? ""]!
            : String.fromCharCode(Number.parseInt(hex, 16)),
      );
      expect(spelt).toBe(text);
    }),
  );
});
