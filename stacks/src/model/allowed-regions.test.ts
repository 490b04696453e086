/** The Regions in which tasks may act: said, recorded, followed; and what of IAM is asked elsewhere. */
import { adapters } from "@dr/services";
import { expect, test } from "vitest";
import { chooseAllowedRegions, GLOBAL_ACTIONS, recordOfAllowed, refuseOtherRegions } from "./allowed-regions.ts";

const regions = { home: "us-east-1" };
const choose = (asked: string | undefined, recorded: string | undefined, more: object = {}) =>
  chooseAllowedRegions({ asked, recorded, regions, follows: false, ...more });

test.each([
  [undefined, undefined, undefined],
  ["us-east-1, eu-west-1", undefined, ["us-east-1", "eu-west-1"]],
  [undefined, "us-east-1,eu-west-1", ["us-east-1", "eu-west-1"]],
  ["", "us-east-1,eu-west-1", ["us-east-1", "eu-west-1"]],
  ["us-east-1", "us-east-1,eu-west-1", ["us-east-1"]],
  ["any", "us-east-1,eu-west-1", undefined],
  [undefined, "any", undefined],
])("asked %s, recorded %s: %j", (asked, recorded, allowed) => {
  expect(choose(asked, recorded)).toEqual(allowed);
});

test("the record says any where nothing is limited", () => {
  expect([recordOfAllowed(undefined), recordOfAllowed(["us-east-1", "eu-west-1"])]).toEqual(["any", "us-east-1,eu-west-1"]);
});

test.each([
  ["us-east-1,eu-wset-1", {}, 'AWS has no Region "eu-wset-1" (did you mean eu-west-1?)'],
  ["eu-west-1", {}, "without us-east-1, where this installation is"],
  ["us-east-1", { regions: { home: "us-east-1", replica: "us-west-2", witness: "us-east-2" } }, "without us-west-2"],
  ["us-east-1,us-west-2", { follows: true }, 'the platform was deployed with "any": deploy the platform in us-east-1 first'],
])("%s is refused", (asked, more, message) => {
  expect(() => choose(asked, undefined, more)).toThrow(message);
});

test("an app that follows may say what was recorded", () => {
  expect(choose("us-east-1", "us-east-1", { follows: true })).toEqual(["us-east-1"]);
});

test("every action that is excepted has a reason, and some adapter has the right", () => {
  const granted = new Set(adapters.flatMap(({ functions }) => functions.flatMap(({ iam }) => iam.flatMap(({ actions }) => actions))));
  expect(GLOBAL_ACTIONS.flatMap(({ actions, why }) => actions.filter((action) => !granted.has(action) || why.length < 40))).toEqual([]);
});

test("no action of a service that is one for all Regions was forgotten", () => {
  const excepted = new Set(GLOBAL_ACTIONS.flatMap(({ actions }) => actions));
  const ofGlobalServices = adapters
    .flatMap(({ functions }) => functions.flatMap(({ iam }) => iam.flatMap(({ actions }) => actions)))
    .filter(
      (action) =>
        /^(?:iam|sts|route53|route53-recovery-\w+|cloudfront|globalaccelerator|organizations|waf|shield|s3:\w*MultiRegion\w*)(?=:|$)/.test(
          action,
        ) || action.includes("MultiRegion"),
    );
  expect([...new Set(ofGlobalServices)].filter((action) => !excepted.has(action))).toEqual([]);
});

test("the statement takes everything else outside the Regions", () => {
  const { NotAction, ...rest } = refuseOtherRegions(["us-east-1", "eu-west-1"]);
  expect(rest).toEqual({
    Effect: "Deny",
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
  });
  expect(NotAction).toHaveLength(19);
});
