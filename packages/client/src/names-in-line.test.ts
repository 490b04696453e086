import { describe, expect, it } from "vitest";
import { namesInLine } from "./names-in-line.ts";

const panel = "arn:aws:route53-recovery-control::123456789012:controlpanel/0123456789abcdef0123456789abcdef/routingcontrol";

describe("names in a line", () => {
  it.each([
    [[], ""],
    [["orders"], "orders"],
    [["i-01", "i-02", "i-03"], "i-01, i-02, i-03"],
    [["i-01", "i-02", "i-03", "i-04"], "i-01, i-02, i-03, … 4 in all"],
    [["arn:aws:ecs:us-west-2:123456789012:service/shop/web"], "shop/web"],
    [["arn:aws:rds:us-east-1:123456789012:cluster:orders"], "cluster/orders"],
    [["arn:aws:s3:::bucket"], "bucket"],
    [[`${panel}/0000000000000001`, `${panel}/0000000000000002`], "routingcontrol/0000000000000001, … 2 in all"],
    [["x".repeat(60)], `…${"x".repeat(47)}`],
  ])("%j is %j", (resources, line) => {
    expect(namesInLine(resources)).toBe(line);
  });

  it("is never wider than a list of three and its count", () => {
    for (let length = 1; length < 80; length += 1) {
      const names = Array.from({ length: 9 }, () => "n".repeat(length));
      expect(namesInLine(names).length).toBeLessThanOrEqual(48 + ", … 9 in all".length);
    }
  });
});
