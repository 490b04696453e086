/** Numbers survive, whatever their size. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minifyJson } from "../transform/minify-json.ts";
import { parseJson } from "./parse-json.ts";
import { isExactDouble, isRawNumber } from "./raw-number.ts";

describe("parseJson", () => {
  it.each(["1", "-0.0", "300.0", "3.0e2", "0.1", "1e21", "123456789012", "9007199254740992", "5e-324"])("gives %s as a number", (text) => {
    expect(parseJson(text)).toBe(Number(text));
  });

  it.each(["12345678901234567890", "9007199254740993", "1e400", "-1e400", "1e-400", "0.1000000000000000055511151231257827"])(
    "keeps the text of %s",
    (text) => {
      const value = parseJson(`[${text}]`);
      expect(value).toSatisfy((list: unknown[]) => isRawNumber(list[0]));
      expect(JSON.stringify(value)).toBe(`[${text}]`);
    },
  );

  it("does not mistake an object for a number, nor text that looks like one", () => {
    expect(isRawNumber(parseJson('{"rawJSON":"1e400"}'))).toBe(false);
    expect(parseJson('"12345678901234567890"')).toBe("12345678901234567890");
  });

  it("agrees with JSON.parse on whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("finds every double exact", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(isExactDouble(String(value))).toBe(true);
        expect(isExactDouble(value.toExponential())).toBe(true);
      }),
    );
  });
});

describe("minifyJson", () => {
  it("gives back what JSON.stringify writes without blanks", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(minifyJson(JSON.stringify(value, undefined, 2))).toBe(JSON.stringify(value));
      }),
    );
  });
});
