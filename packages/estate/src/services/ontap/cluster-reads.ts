// The cluster itself: version, nodes, peers, virtual machines, jobs.
import * as z from "zod";
import { readOperation, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { type Answer, clusterOf, listOf, noEntry, requestShape, withJob } from "./call.ts";
import { JOB_KEPT_SECONDS } from "./durations.ts";
import { clusterKind, jobKind, svmKind, uuidOf } from "./records.ts";

const input = z.object(requestShape);

/** `GET /cluster`. */
export const getCluster = readOperation({
  input,
  run: (request, { world }): Answer => {
    const { name, uuid } = clusterOf(world, request);
    return {
      status: 200,
      body: { name, uuid, version: { full: "NetApp Release 9.14.1 (simulated)", generation: 9, major: 14, minor: 1 } },
    };
  },
});

/** `GET /cluster/nodes`. */
export const listNodes = readOperation({
  input,
  run: (request, call): Answer =>
    listOf(
      clusterOf(call.world, request).nodes.map((node) => ({ ...node, uuid: uuidOf("node", node.name) })),
      request,
      call,
    ),
});

/** `GET /cluster/peers`. */
export const listPeers = readOperation({
  input,
  run: (request, call): Answer => {
    const { world, downSinceMs } = call;
    return listOf(
      clusterOf(world, request).peers.map((peer) => {
        const site = world.get(clusterKind, GLOBAL_REGION, peer)?.site;
        return { name: peer, status: { state: site !== undefined && downSinceMs(site) === undefined ? "available" : "unavailable" } };
      }),
      request,
      call,
    );
  },
});

/** `GET /cluster/jobs/{uuid}`: 404 from 300 seconds after its end. */
export const getJob = readOperation({
  input: z.object({ ...requestShape, id: z.string() }),
  run: ({ id, ...request }, { world, nowMs }): Answer => {
    const { name } = clusterOf(world, request);
    const job = world.get(jobKind, GLOBAL_REGION, id);
    if (job?.cluster !== name || nowMs > job.endMs + JOB_KEPT_SECONDS * 1000) throw noEntry();
    const { description, failure } = job;
    if (nowMs < job.endMs) return { status: 200, body: { uuid: id, description, state: "running", code: 0 } };
    if (failure === undefined) return { status: 200, body: { uuid: id, description, state: "success", code: 0 } };
    const told = { message: failure.message, code: Number(failure.code), error: failure };
    return { status: 200, body: { uuid: id, description, state: "failure", ...told } };
  },
});

/** `GET /name-services/dns`: which virtual machines register their addresses. */
export const listDns = readOperation({
  input,
  run: (request, call): Answer => {
    const { name } = clusterOf(call.world, request);
    const svms = call.world.list(svmKind, GLOBAL_REGION).filter(({ cluster }) => cluster === name);
    return listOf(
      svms.map((svm) => ({ svm: { name: svm.name, uuid: svm.uuid }, dynamic_dns: { enabled: svm.dynamicDns } })),
      request,
      call,
    );
  },
});

/** `PATCH /name-services/dns/{svm.uuid}`: begins or ends dynamic updates of DNS. */
export const updateDns = writeOperation({
  input: z.object({
    ...requestShape,
    id: z.string(),
    body: z.object({ dynamic_dns: z.object({ enabled: z.boolean(), fqdn: z.string().optional() }) }),
  }),
  resources: ({ id }, world) => {
    const svm = world.list(svmKind, GLOBAL_REGION).find(({ uuid }) => uuid === id);
    return svm ? [svm.name, svm.cluster] : [id];
  },
  run: ({ id, body, ...request }, call): Answer => {
    const { name } = clusterOf(call.world, request);
    const svm = call.world.list(svmKind, GLOBAL_REGION).find(({ cluster, uuid }) => cluster === name && uuid === id);
    if (svm === undefined) throw noEntry();
    call.world.put(svmKind, GLOBAL_REGION, `${name}/${svm.name}`, { ...svm, dynamicDns: body.dynamic_dns.enabled });
    return withJob(call, name, `PATCH dns ${svm.name}`);
  },
});
