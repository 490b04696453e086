// Encoding and decoding of the wire protocols.
import { describe, expect, test } from "vitest";
import { parseQueryForm } from "./query-form.ts";
import { parseXml, toArray, toXml } from "./xml.ts";

describe("query forms", () => {
  test("become nested objects and arrays, in the order of their numbers", () => {
    expect(parseQueryForm("Action=A&Filter.2.Name=b&Filter.1.Name=a&Filter.1.Value.1=x%20y&Filter.10.Name=c&Flat=1")).toEqual({
      Action: "A",
      Filter: [{ Name: "a", Value: ["x y"] }, { Name: "b" }, { Name: "c" }],
      Flat: "1",
    });
  });

  test("cannot reach a prototype", () => {
    const form = parseQueryForm("__proto__.polluted=1&constructor.prototype.polluted=1");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(form)).toContain("constructor");
  });

  test("take a name that is a value and a parent as a parent", () => {
    expect(parseQueryForm("A=1&A.B=2")).toEqual({ A: { B: "2" } });
  });
});

describe("XML", () => {
  test("is written with repeated elements, attributes and escapes; absent members leave no trace", () => {
    expect(
      toXml("R", { "@_xmlns": "u", A: { B: ["<1>", 'x & "y"'] }, None: undefined, Nil: null, Empty: "", No: false, List: { Item: [] } }),
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="u"><A><B>&lt;1&gt;</B><B>x &amp; &quot;y&quot;</B></A><Empty></Empty><No>false</No><List></List></R>',
    );
  });

  test("is read back as strings", () => {
    expect(parseXml('<?xml version="1.0"?><R xmlns="u"><N>007</N><T>&quot;a &amp; b&quot;</T><E/></R>')).toMatchObject({
      R: { N: "007", T: '"a & b"', E: "" },
    });
  });

  test("elements may be absent, single or repeated", () => {
    expect([toArray(undefined), toArray(""), toArray("a"), toArray(["a", "b"])]).toEqual([[], [], ["a"], ["a", "b"]]);
  });
});
