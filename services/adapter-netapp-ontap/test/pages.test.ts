/** Given a cluster that ends its pages early, when mirrors are looked for, then all of them count: an empty page is no answer. */
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import { createClusterPort } from "../src/api/cluster-client.ts";
import type { OntapAnswer, OntapRequest } from "../src/api/transport.ts";
import { twoClusters } from "./ontap-world.ts";

test("every mirror is found behind pages of two", async () => {
  const volumes = ["a", "b", "c", "d", "e"];
  const { estate } = createTestEstate({ quotas: { ontap: { pageSize: 2 } } });
  estate.seed(twoClusters(volumes));
  const asked: string[] = [];
  const port = createClusterPort(async ({ method, path }): Promise<OntapAnswer> => {
    asked.push(path);
    const authorization = `Basic ${Buffer.from("dr-orchestration:simulated").toString("base64")}`;
    const answer = await estate.handle({ method, url: path, headers: { host: "ontap-dr-01", authorization }, body: "" });
    if (answer === "reset") throw new Error("reset");
    return { status: answer.status, body: JSON.parse(answer.body) as unknown };
  });
  expect((await port.mirrorsTo("*:*")).map(({ destination }) => destination.volume)).toEqual(volumes);
  expect(asked).toHaveLength(3);
});

test("a page whose time was up before its first record leads on to the next", async () => {
  const node = { name: "n1", state: "up" };
  const pages: Readonly<Record<string, object>> = {
    "/api/cluster/nodes?fields=name%2Cstate": {
      records: [],
      num_records: 0,
      _links: { next: { href: "/api/cluster/nodes?start.name=n1" } },
    },
    "/api/cluster/nodes?start.name=n1": { records: [node], num_records: 1 },
  };
  const port = createClusterPort(async ({ path }: OntapRequest) => ({ status: 200, body: pages[path] }));
  expect(await port.nodes()).toEqual([node]);
});
