/** The real HTTPS client against simulated clusters behind TLS: a given authority, the cluster's name, the password of the secret. */
import { createTestEstate } from "@dr/estate/testing";
import { connectedThrough } from "@dr/adapter-kit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClusterPort } from "../src/api/cluster-client.ts";
import { createHttpsTransport, type ClusterAddress } from "../src/api/transport.ts";
import { createOntapClients } from "../src/clients.ts";
import { twoClusters } from "./ontap-world.ts";

const { estate, clock, sdkConfig } = createTestEstate();
let front: Awaited<ReturnType<typeof estate.openFronts>>;
let address: ClusterAddress;

beforeAll(async () => {
  estate.seed(twoClusters(["orders"]));
  front = await estate.openFronts();
  estate.seed({ secretsmanager: { secrets: front.secrets() } });
  address = JSON.parse(front.secrets().find(({ name }) => name.endsWith("ontap-dr-01"))!.value) as ClusterAddress;
});
afterAll(() => front.close());

const port = (change: Partial<ClusterAddress> = {}) => createClusterPort(createHttpsTransport({ ...address, ...change }));
const mirrors = (change?: Partial<ClusterAddress>) => port(change).mirrorsTo("*:orders");

test("reads a mirror and changes it, reached by what the secret says", async () => {
  const { region, credentials, requestHandler } = sdkConfig();
  const clients = createOntapClients(connectedThrough({ AWS_REGION: region }, { credentials, requestHandler }));
  const dr = await clients.cluster("ontap-dr-01");
  const [mirror] = await dr.mirrorsTo("svm_dr:orders");
  expect(mirror).toMatchObject({
    state: "snapmirrored",
    healthy: true,
    lagSeconds: 60,
    policyType: "async",
    source: { cluster: "ontap-prod-01" },
  });
  const { jobUuid } = await dr.pause(mirror!.uuid);
  clock.pass(20);
  expect(await dr.job(jobUuid!)).toEqual({ state: "success", message: "", code: null });
  expect((await dr.mirrorsTo("svm_dr:orders"))[0]?.state).toBe("paused");
  clock.pass(300);
  expect(await dr.job(jobUuid!)).toBeNull();
});

test("a mirror is known at the cluster of its destination and nowhere else", async () => {
  const [mirror] = await mirrors();
  const prod = port({ serverName: "ontap-prod-01" });
  expect(await prod.mirrorsTo("*:orders")).toEqual([]);
  await expect(prod.breakOff(mirror!.uuid, { force: false })).rejects.toMatchObject({ code: "4", status: 404 });
});

test.each([
  ["without its authority", { ca: undefined }, { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }],
  ["with a wrong password", { password: "guessed" }, { code: "6691623", status: 401 }],
])("%s it is refused", async (_name, change, error) => {
  await expect(mirrors(change)).rejects.toMatchObject(error);
});

test("a file system of FSx is reached by its id, its Region and the password alone: its name is in the certificate", async () => {
  const [one, other] = ["FsxId0aaaaaaaaaaaaaaa1", "FsxId0bbbbbbbbbbbbbbb2"];
  const end = (cluster: string, svm: string) => ({ cluster, svm, volume: "shares" });
  estate.seed({
    ontap: {
      clusters: [{ name: one }, { name: other, site: "us-west-2" }],
      relationships: [{ source: end(one, "svm_a"), destination: end(other, "svm_b") }],
    },
  });
  const id = "fs-0bbbbbbbbbbbbbbb2";
  const secretId = `dr-orchestration/netapp-ontap/${id}`;
  const { value } = front.secrets().find(({ name }) => name === secretId)!;
  expect(Object.keys(JSON.parse(value) as object).toSorted()).toEqual(["ca", "endpoint", "password", "region"]);
  estate.seed({ secretsmanager: { secrets: [{ name: secretId, value }] } });
  const { region, credentials, requestHandler } = sdkConfig();
  const clients = createOntapClients(connectedThrough({ AWS_REGION: region }, { credentials, requestHandler }));
  const found = await (await clients.cluster(id)).mirrorsTo("svm_b:shares");
  expect(found.map(({ source, state }) => [source.cluster, state])).toEqual([[one, "snapmirrored"]]);
});

test("a certificate of another name is refused", async () => {
  const { createServer } = await import("node:https");
  const { generate } = await import("selfsigned");
  const other = await generate([{ name: "commonName", value: "elsewhere" }], { keyType: "ec", algorithm: "sha256" });
  const server = createServer({ key: other.private, cert: other.cert }, (_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: number } = server.address() as { port: number };
  await expect(mirrors({ endpoint: `https://127.0.0.1:${number}`, ca: other.cert })).rejects.toMatchObject({
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
  server.closeAllConnections();
  server.close();
});
