/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { appAdapter } from "../src/adapter.ts";

test("the registry entry names the adapter's operations", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([appAdapter.technology, appAdapter.version]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(appAdapter.operations));
});

test("of functions and buckets it has those that are called for recovery, and no others", () => {
  const arns = manifest.functions.flatMap(({ iam }) =>
    iam.flatMap((intent) =>
      "arns" in intent && /^(?:lambda|s3):/.test(intent.actions[0] ?? "") ? intent.arns.map((arn) => [intent.actions, arn]) : [],
    ),
  );
  const lambda = "arn:${partition}:lambda:*:${account}:function:app-recovery-*";
  const scripts = "arn:${partition}:s3:::dr-recovery-scripts-${account}/*";
  expect(arns).toEqual([
    [["lambda:GetFunction"], lambda],
    [["s3:GetObjectVersion"], scripts],
    [["lambda:InvokeFunction"], lambda],
    [["lambda:GetFunction"], lambda],
    [["s3:GetObjectVersion"], scripts],
  ]);
});
