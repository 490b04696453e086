// The clusters, volumes and mirrors that tasks of a plan name, in two sites.
import type { PlanTask } from "../../seeding/plan-tasks.ts";

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
const text = (value: unknown, usual: string): string => (typeof value === "string" && value !== "" ? value : usual);

const STANDBY_SITE = "us-west-2";
const ACTIVE_SITE = "us-east-1";

/** Of each task of this technology: both clusters, and a healthy mirror for every volume. */
export const ontapResources = (tasks: readonly PlanTask[]) => {
  const own = tasks.filter(
    ({ technology, resources }) => technology === "netapp_ontap" && typeof resources["destinationCluster"] === "string",
  );
  return {
    seed: {
      clusters: own.flatMap(({ resources }) => {
        const [source, destination] = ends(resources);
        return [
          { name: source, site: ACTIVE_SITE, peers: [destination] },
          { name: destination, site: STANDBY_SITE, peers: [source] },
        ];
      }),
      relationships: own.flatMap(({ resources }) => {
        const [source, destination] = ends(resources);
        return texts(resources["volumes"]).map((written) => {
          const [svm, volume] = written.includes(":") ? written.split(":") : [undefined, written];
          return {
            source: { cluster: source, svm: "svm_prod", volume: volume ?? "" },
            destination: { cluster: destination, svm: svm ?? "svm_dr", volume: volume ?? "" },
          };
        });
      }),
    },
  };
};

const ends = (resources: PlanTask["resources"]): readonly [string, string] => [
  text(resources["sourceCluster"], "ontap-source"),
  text(resources["destinationCluster"], "ontap-destination"),
];
