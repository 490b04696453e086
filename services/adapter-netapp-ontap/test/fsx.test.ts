/** Amazon FSx for NetApp ONTAP as the same technology: file systems by their ids, their addresses and administrators by convention. */
import { describe, expect, test } from "vitest";
import { isSameCluster, managementEndpoint, ontapName } from "../src/fsx.ts";
import { addressOf } from "../src/secret.ts";
import { given } from "./given.ts";

const [PROD, DR] = ["fs-0aaaaaaaaaaaaaaa1", "fs-0bbbbbbbbbbbbbbb2"];
const held = { password: "secret" };
const SECRET = "dr-orchestration/netapp-ontap/x";

test("a file system is a cluster by the name that ONTAP gives it, and managed at an address of its id, in any partition", () => {
  expect([ontapName(DR), ontapName("ontap-dr-01"), isSameCluster("FsxId0bbbbbbbbbbbbbbb2", DR), isSameCluster(PROD, DR)]).toEqual([
    "FsxId0bbbbbbbbbbbbbbb2",
    "ontap-dr-01",
    true,
    false,
  ]);
  expect([
    managementEndpoint(DR, "us-west-2"),
    managementEndpoint(DR, "cn-north-1"),
    managementEndpoint("ontap-dr-01", "us-west-2"),
  ]).toEqual([
    "https://management.fs-0bbbbbbbbbbbbbbb2.fsx.us-west-2.amazonaws.com",
    "https://management.fs-0bbbbbbbbbbbbbbb2.fsx.cn-north-1.amazonaws.com.cn",
    undefined,
  ]);
});

describe("its secret", () => {
  test("needs the Region and the password", () => {
    expect(addressOf(DR, SECRET, { ...held, region: "us-west-2" })).toEqual({
      endpoint: "https://management.fs-0bbbbbbbbbbbbbbb2.fsx.us-west-2.amazonaws.com",
      username: "fsxadmin",
      password: "secret",
    });
  });

  test("may say another address and another administrator; the certificate is still that of its own name", () => {
    expect(addressOf(DR, SECRET, { ...held, region: "us-west-2", endpoint: "https://10.0.0.1", username: "dr" })).toEqual({
      endpoint: "https://10.0.0.1",
      username: "dr",
      password: "secret",
      serverName: "management.fs-0bbbbbbbbbbbbbbb2.fsx.us-west-2.amazonaws.com",
    });
  });

  test.each([
    ["ontap-dr-01", { region: "us-west-2" }, "endpoint, username is missing"],
    ["ontap-dr-01", { endpoint: "https://10.0.0.1" }, "username is missing"],
    [DR, {}, "endpoint, username is missing"],
  ])("of %s with %j alone is refused, without telling what it holds", (cluster, more, message) => {
    const ask = () => addressOf(cluster, SECRET, { ...held, ...more });
    expect(ask).toThrow(expect.objectContaining({ code: "ontap.bad_secret", message: expect.stringContaining(message) as string }));
    expect(ask).not.toThrow(/secret"|: secret$/);
  });
});

const end = (cluster: string, svm: string) => ({ cluster: ontapName(cluster), svm, volume: "shares" });
const seed = (state = "snapmirrored") => ({
  ontap: {
    clusters: [{ name: ontapName(PROD) }, { name: ontapName(DR), site: "us-west-2" }],
    relationships: [{ source: end(PROD, "svm_a"), destination: end(DR, "svm_b"), state }],
  },
});
const resources = { sourceCluster: PROD, destinationCluster: DR, volumes: ["svm_b:shares"] };

test("it is failed over and back as any other, under the ids that AWS gave", async () => {
  const over = await given({ seed: seed(), resources });
  expect([over.failure, over.effects.at(-1)]).toEqual([undefined, "BreakSnapMirror svm_b:shares"]);
  const back = await given({ operation: "failback", seed: seed("broken_off"), resources, config: { acceptDataLossOnSource: true } });
  expect([back.failure, back.effects.at(-1)]).toEqual([undefined, "DeleteSnapMirror svm_a:shares"]);
});

test("another file system than the one that the plan says is refused", async () => {
  const { failure } = await given({ seed: seed(), resources: { ...resources, sourceCluster: "fs-0cccccccccccccc3" } });
  expect(failure?.code).toBe("ontap.other_source");
});
